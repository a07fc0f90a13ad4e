from huiyin.kernel.models.attachment import Attachment
from huiyin.kernel.models.case import Case, Dated, Facet, Link, Stay, Todo
from huiyin.kernel.models.committee import Chain, Committee
from huiyin.kernel.models.event import Anchor, Event, Remark
from huiyin.kernel.models.notice import Delivery, Notice
from huiyin.kernel.models.number import Counter, Number
from huiyin.kernel.models.parameter import CalendarDay, ParameterValue
from huiyin.kernel.models.period import Period
from huiyin.kernel.models.person import Activation, Person
from huiyin.kernel.models.post import Organisation, Post

__all__ = [
    "Activation",
    "Anchor",
    "Attachment",
    "CalendarDay",
    "Case",
    "Chain",
    "Committee",
    "Counter",
    "Dated",
    "Delivery",
    "Event",
    "Facet",
    "Link",
    "Notice",
    "Number",
    "Organisation",
    "ParameterValue",
    "Period",
    "Person",
    "Post",
    "Remark",
    "Stay",
    "Todo",
]
