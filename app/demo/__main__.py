"""`python -m app.demo SECRET`: the six digits of this moment, for whoever has no code app."""

import click
import pyotp


@click.command()
@click.argument("secret")
def main(secret: str) -> None:
    """Print the code that goes with SECRET; it changes every 30 seconds."""
    try:
        code = pyotp.TOTP("".join(secret.split())).now()
    except ValueError:
        raise click.ClickException("This is not a secret that the demo printed.") from None
    click.echo(code)


if __name__ == "__main__":
    main()
