"""A field is label, help, error, control; a refused form says what to mend and where."""

import pytest
from django import forms

from huiyin.ui.forms import HuiyinForm, mistakes


class Visit(HuiyinForm):
    when = forms.DateField(label="日期", help_text="今天或以前", error_messages={"required": "还没有填日期。"})
    way = forms.ChoiceField(label="方式", choices=[("a", "走访"), ("b", "电话")], widget=forms.RadioSelect)
    said = forms.CharField(label="谈了什么", widget=forms.Textarea, max_length=200, required=False)
    photo = forms.FileField(label="照片", required=False)
    sure = forms.BooleanField(label="对方已确认", required=False)


def test_a_field_stands_in_order_and_is_described(render):
    drawn = render("{% field form.when %}", form=Visit({}))
    order = [drawn.index(part) for part in ("<label", 'class="help"', 'class="error"', "<input")]
    assert order == sorted(order)
    assert 'class="field field--error"' in drawn
    assert 'aria-describedby="id_when_helptext id_when_error"' in drawn
    assert 'aria-invalid="true"' in drawn
    assert 'type="date"' in drawn


def test_an_optional_field_says_so_and_a_needed_one_does_not(render):
    assert "可不填" in render("{% field form.said %}", form=Visit())
    assert "可不填" not in render("{% field form.when %}", form=Visit())


def test_a_long_text_is_counted_and_never_cut(render):
    drawn = render("{% field form.said %}", form=Visit({"said": "四个字了"}))
    assert 'data-count="200"' in drawn
    assert 'data-count-for="id_said">4 / 200 字' in drawn
    assert " maxlength" not in drawn


def test_choices_are_a_fieldset_with_consequences(render):
    form = Visit({"way": "b"})
    form.fields["way"].hints = {"b": "至少还要当面一次"}
    drawn = render("{% field form.way box=True down=True %}", form=form)
    assert "<legend>方式</legend>" in drawn
    assert 'class="choices choices--box choices--down"' in drawn
    assert "电话<small>至少还要当面一次</small>" in drawn
    assert drawn.count("choice--on") == 1


@pytest.mark.parametrize(("name", "part"), [("photo", '<div class="drop">'), ("sure", '<label class="choice"')])
def test_files_and_single_boxes_have_their_shape(render, name, part):
    assert part in render("{% field one %}", one=Visit()[name])


def test_the_summary_links_to_each_field_and_to_the_first_of_the_choices(render):
    form = Visit({})
    form.add_error(None, "这一页打开后别人改过。")
    assert [one["id"] for one in mistakes(form)] == ["", "id_when", "id_way_0"]
    drawn = render('{% errors form title="没有记上" %}', form=form)
    assert "<b>没有记上</b>" in drawn
    assert "有 3 处要改。您写的都还在。" in drawn
    assert '<a href="#id_when">日期</a>：还没有填日期。' in drawn


def test_a_form_that_is_well_or_not_yet_sent_has_no_summary(render):
    assert render("{% errors form %}", form=Visit()) == ""
    assert render("{% errors form %}", form=Visit({"when": "2026-06-01", "way": "a"})) == ""


def test_formsets_are_summed_up_with_their_form():
    rows = forms.formset_factory(Visit, extra=0)(
        {"form-TOTAL_FORMS": "2", "form-INITIAL_FORMS": "2", "form-0-when": "2026-06-01", "form-0-way": "a"}
    )
    assert [one["id"] for one in mistakes(rows)] == ["id_form-1-when", "id_form-1-way_0"]


def test_a_whole_form_draws_itself_in_our_way(render):
    drawn = render("{{ form }}", form=Visit())
    assert drawn.count('class="field"') == 5
    assert "style=" not in drawn


def test_a_refusal_that_belongs_to_no_field_does_not_count_places(render):
    form = Visit({"when": "2026-06-01", "way": "a"})
    form.add_error(None, "用户名或密码不对。请再写一次。")
    drawn = render("{% errors form %}", form=form)
    assert "处要改" not in drawn
    assert "用户名或密码不对。请再写一次。" in drawn
