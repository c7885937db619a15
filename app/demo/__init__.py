"""A complete fictional company, built through the services as a real one would be.

`data/company.toml` and `names.toml` say who works there, `data/cases/` what they report; `people`
and `stories` read them. `founding` enrols those who read reports, itself being their browser;
`telling` lets the cases happen, day by day; `build` puts it together and `guide` says where to go.
"""
