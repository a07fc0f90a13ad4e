"""Local rules of papers."""

from django.utils.translation import gettext_lazy as _

from huiyin.kernel.parameters import Parameter, declare

declare(Parameter("P-INSTRUCT", _("批示回应期限"), "7d", "span", _("督办"), _("有批示就要有回应")))
