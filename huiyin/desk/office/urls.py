"""The office's own affairs: settings, accounts, rules, lists; the audit; how a committee and an account begin."""

from django.urls import path

from huiyin.desk.office import (
    activate,
    audit,
    bodies,
    days,
    home,
    imports,
    me,
    members,
    people,
    rules,
    sessions,
    setup,
    slips,
)

# fmt: off
urlpatterns = [
    path("setup/", setup.setup, name="setup"),
    path("activate/", activate.activate, name="activate"),
    path("settings/", home.home, name="settings"),
    path("settings/me/", me.me, name="settings_me"),
    path("settings/people/", people.people, name="settings_people"),
    path("settings/people/new/", people.person_new, name="settings_person_new"),
    path("settings/people/<str:uid>/", people.person, name="settings_person"),
    path("settings/people/<str:uid>/switch/", people.person_switch, name="settings_person_switch"),
    path("settings/posts/<str:uid>/end/", people.post_end, name="settings_post_end"),
    path("settings/slips/", slips.slips, name="settings_slips"),
    path("settings/slips/print/", slips.slips_make, name="settings_slips_make"),
    path("settings/members/", members.members, name="settings_members"),
    path("settings/bodies/", bodies.bodies, name="settings_bodies"),
    path("settings/bodies/new/<slug:kind>/", bodies.body_new, name="settings_body_new"),
    path("settings/bodies/<str:uid>/", bodies.body, name="settings_body"),
    path("settings/bodies/<str:uid>/end/", bodies.body_end, name="settings_body_end"),
    path("settings/sessions/", sessions.sessions, name="settings_sessions"),
    path("settings/sessions/new/", sessions.session_new, name="settings_session_new"),
    path("settings/sessions/<str:uid>/", sessions.session, name="settings_session"),
    path("settings/rules/", rules.rules, name="settings_rules"),
    path("settings/rules/<str:code>/", rules.rule, name="settings_rule"),
    path("settings/days/", days.days, name="settings_days"),
    path("settings/days/clear/", days.day_clear, name="settings_day_clear"),
    path("settings/imports/", imports.imports, name="settings_imports"),
    path("settings/imports/<slug:kind>/", imports.import_list, name="settings_import"),
    path("settings/imports/<slug:kind>/template/", imports.template, name="settings_import_template"),
    path("settings/imports/<slug:kind>/download/", imports.download, name="settings_import_download"),
    path("audit/", audit.audit, name="audit"),
    path("audit/access/", audit.access, name="audit_access"),
    path("audit/checks/", audit.checks, name="audit_checks"),
    path("audit/verify/", audit.verify, name="audit_verify"),
    path("audit/anchors/", audit.anchors, name="audit_anchors"),
    path("audit/anchors/file/", audit.anchors_file, name="audit_anchors_file"),
    path("audit/event/<str:uid>/", audit.event, name="audit_event"),
]
# fmt: on
