"""Local rules of sites: what counts how much when members are assigned by nearness and field (R-206, P-36)."""

from django.utils.translation import gettext_lazy as _

from huiyin.kernel.parameters import Parameter, declare

GROUP = _("站点")

# fmt: off
declare(
    Parameter("P-36A", _("划站：住得不近，算几分"), 10, "number", GROUP, _("同一个乡镇街道不算，不同的算这么多；住处没有登记、站点面向全区的算一半。总分最少的划法最好")),
    Parameter("P-36F", _("划站：不是站点的工作领域，算几分"), 6, "number", GROUP, _("站点登记了领域，委员的界别或工作单位对得上，不算分")),
    Parameter("P-36E", _("划站：超过平均人数，每多一人算几分"), 4, "number", GROUP),
    Parameter("P-36M", _("划站：换一个站点，算几分"), 2, "number", GROUP, _("委员已经在一个站点，换到别处时算")),
    Parameter("P-36C", _("一个站点最多几位委员"), 40, "number", GROUP, _("站点自己登记了人数的，以登记的为准")),
)
# fmt: on
