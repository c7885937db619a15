"""Every address of the reporter's side (DESIGN §7), each leading to one small view.

report.py    what and who, what happened, the check page, the receipt
mailbox.py   coming back: receipt, conversation, reply
about.py     the first page, leaving, and what everybody may read
"""

from flask import Blueprint
from flask_babel import format_date

from app.domain import errors
from app.portal import about, mailbox, report

blueprint = Blueprint("portal", __name__)
blueprint.add_app_template_filter(format_date, "date_as")

GET, POST = ("GET",), ("POST",)

for rule, endpoint, view, methods in (
    ("/", "landing", about.landing, GET),
    ("/report", "report", report.ask_about, GET),
    ("/report", "report_about", report.take_about, POST),
    ("/report/send", "send", report.send, POST),
    ("/return", "sign_in", mailbox.ask_receipt, GET),
    ("/return", "open", mailbox.sign_in, POST),
    ("/case", "case", mailbox.show, GET),
    ("/case/reply", "reply", mailbox.reply, POST),
    ("/case/refuse", "refuse", mailbox.refuse, POST),
    ("/case/leave", "leave_case", mailbox.leave, POST),
    ("/leave", "leave", about.leave, GET),
    ("/privacy", "privacy", about.privacy, GET),
    ("/elsewhere", "elsewhere", about.elsewhere, GET),
    ("/readers", "readers", about.readers, GET),
):
    blueprint.add_url_rule(rule, endpoint, view, methods=methods)

blueprint.register_error_handler(errors.NobodyClean, report.nobody_clean)
blueprint.register_error_handler(errors.NotOpenYet, report.not_open_yet)
