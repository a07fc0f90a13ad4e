"""Figures that are reported and not counted (附报数, G13): each value for its very period, by a named body, with evidence.

They stand beside the counted ones and are never added to them, nor part of a rate; where nobody reported, the figure is a dash and not 0.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from hashlib import sha256
from typing import Any

from django.db.models import QuerySet, Sum
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.annual.models import Attestation, AttestedValue, OwnFigure
from huiyin.kernel import clock
from huiyin.kernel.act import Act
from huiyin.kernel.figures import REGISTRY, Figure, Scope, Source, period
from huiyin.kernel.models import Committee, Period
from huiyin.kernel.refusal import BadDate, Missing, Refused

PREFIX = "attested."
FORBIDDEN = set("/\\?#%&\"“”'‘’「」{}")
"""What would break an address or a mark."""
ABOUT = gettext_lazy("附报数：由有关单位报来，有凭据、经核对；不是数记录数出来的，不和数出来的数相加")


@dataclass(frozen=True)
class Attested(Figure):
    """The sum of what was reported for a period; None where nobody reported."""

    attested: bool = True

    def rows(self, scope: Scope) -> QuerySet[Any]:
        """The values for this very period; of a term for which none is reported, those for its sessions."""
        rows = self.source.rows(scope)
        own = rows.filter(period=scope.span.code)
        sessions = of_sessions(scope)
        return rows.filter(period__in=sessions) if sessions and not own.exists() else own

    def number(self, rows: QuerySet[Any]) -> Any:
        return whole(rows.aggregate(n=Sum("value"))["n"])


def of_sessions(scope: Scope) -> list[str]:
    """The codes of a term's sessions, or of several sessions asked for at once."""
    span = scope.span
    if span.kind not in ("session", "term") or not span.sessions:
        return []
    return list(Period.objects.filter(pk__in=span.sessions).values_list("code", flat=True))


def whole(value: Decimal | None) -> Any:
    """An int where there is nothing behind the point, else no trailing zeros: 3000, 4.13."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else Decimal(f"{value:f}".rstrip("0"))


def figure_of(name: str, unit: str) -> Attested:
    source = Source("annual.AttestedValue", where={"name": name})
    return Attested(f"{PREFIX}{name}", name, unit, source, "sum:value", by="date", about=ABOUT)


def known_in(committee: Committee) -> dict[str, Attested]:
    """Name → figure, of all that was ever confirmed, so that an old report still knows what it named. One query."""
    found = AttestedValue.objects.filter(committee=committee).order_by("name").values_list("name", "unit").distinct()
    return {f"{PREFIX}{name}": figure_of(name, unit) for name, unit in found}


def checked(committee: Committee, given: Mapping[str, str]) -> dict[str, Any]:
    """The fields of a new attestation. Errors: Missing with a sentence for each that will not do."""
    row = {key: " ".join(given.get(key, "").split()) for key in ("name", "unit", "period", "provider")}
    faults = {}
    if not row["name"] or len(row["name"]) > 40 or FORBIDDEN & set(row["name"]):
        faults["name"] = _("请写数的名称，40 个字以内，不用引号、括号 {{}} 和斜线，例如“新增税收”。")
    elif row["name"] in counted(committee):
        faults["name"] = _("“{name}”是系统按记录数的数，不能附报。要改它，请改记录；附报的请换一个名称。").format(
            name=row["name"]
        )
    if not row["unit"] or len(row["unit"]) > 10:
        faults["unit"] = _("请写单位，例如“万元”“人”。")
    else:
        used = (
            Attestation.objects.filter(committee=committee, name=row["name"])
            .exclude(state="discarded")
            .exclude(unit=row["unit"])
        )
        if unit := used.values_list("unit", flat=True).first():
            faults["unit"] = _("“{name}”以前用的单位是“{unit}”。请用同一个单位，才好和往年比。").format(
                name=row["name"], unit=unit
            )
    if not row["provider"] or len(row["provider"]) > 60:
        faults["provider"] = _("请写是哪个单位报来的。")
    try:
        span = period(committee, row["period"])
        if span.kind == "all":
            raise Refused(_("请选这个数说的是哪一段时间。"))
    except (Refused, ValueError) as trouble:
        faults["period"] = (
            trouble.sentence if isinstance(trouble, Refused) else _("起止日期要写成 2026-01-01..2026-06-30 这样。")
        )
    if not faults and reported_before(committee, row):
        faults["provider"] = _(
            "{provider}已经为这一段报过“{name}”。要改，请先在原来那一条上作废“核对无误”，再重新登记。"
        ).format(**row)
    if faults:
        raise Missing(" ".join(str(one) for one in faults.values()), faults)
    return row


def counted(committee: Committee) -> set[str]:
    """The names of what is counted here, in the language of the papers whatever the reader's: theirs no reported number may bear."""
    with translation.override("zh-hans"):
        declared = {str(figure.label) for figure in REGISTRY.values()}
    return declared | set(OwnFigure.objects.filter(committee=committee, ended_at=None).values_list("label", flat=True))


def key_of(committee: Committee, row: Mapping[str, Any]) -> str:
    """Two presses at one moment find the same attestations before them, and open one."""
    same = Attestation.objects.filter(
        committee=committee, name=row["name"], period=row["period"], provider=row["provider"]
    )
    text = "\n".join((row["name"], row["period"], row["provider"], str(same.count())))
    return f"attested-{sha256(text.encode()).hexdigest()[:32]}"


def reported_before(committee: Committee, row: Mapping[str, Any]) -> bool:
    same = Attestation.objects.filter(
        committee=committee, name=row["name"], period=row["period"], provider=row["provider"]
    )
    return same.exclude(state="discarded").exists()


def title_of(row: Mapping[str, Any], span_label: Any) -> str:
    return _("{name}（{period}，{provider}）").format(name=row["name"], period=span_label, provider=row["provider"])


# What its steps do ───────────────────────────────────────────────────────────
def sound(act: Act) -> None:
    """Errors: BadDate for a day that has not come."""
    on = act.facts.get("on")
    if on and date.fromisoformat(on) > clock.today():
        raise BadDate(_("数截至的那天还没有到。请写今天或以前的日期。"), {"on": _("请写今天或以前的日期。")})


def keep(act: Act) -> None:
    on = act.facts.get("on")
    act.change(
        value=Decimal(act.facts["value"]),
        holds_on=date.fromisoformat(on) if on else act.on,
        basis=act.facts.get("basis") or "",
    )


def confirm(act: Act) -> None:
    one = act.case
    act.dated(
        AttestedValue,
        at=clock.at_noon(one.holds_on),
        name=one.name,
        unit=one.unit,
        period=one.period,
        provider=one.provider,
        value=one.value,
    )


def told(case: Any) -> str:
    """3000 万元, as it was reported; nothing before."""
    return "" if case.value is None else f"{whole(case.value)} {case.unit}"
