"""Local rules of meetings and activities (P-45)."""

from django.utils.translation import gettext_lazy as _

from huiyin.kernel.parameters import Parameter, declare

GROUP = _("会议和活动")

declare(
    Parameter(
        "P-45", _("全体会议和常委会的假谁批"), "chair", "choice", GROUP, _("别的会由主办的批"),
        (("chair", _("主席会议成员批")), ("office", _("政协办公室批"))),
    )
)  # fmt: skip
