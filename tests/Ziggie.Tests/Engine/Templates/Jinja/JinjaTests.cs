using System.Text.Json;
using Ziggie.Engine.Templates;
using Ziggie.Engine.Templates.Jinja;
using Ziggie.Engine.Templates.Jinja.Values;

namespace Ziggie.Tests.Engine.Templates.Jinja;

/// <summary>What a template prints; the expected texts are those of Python's Jinja with the settings that model files are made for.</summary>
public sealed class JinjaTests
{
    private const string Variables = """
        {"name": "World", "n": 3, "x": 2.5, "none": null, "yes": true, "list": [3, 1, 2], "words": ["b", "A", "c"], "text": "  some Text  ",
         "map": {"b": 1, "a": {"k": "v"}}, "people": [{"name": "Ann", "age": 30}, {"name": "Bob", "age": 25}, {"name": "Cy"}], "deep": [[1, [2]]]}
        """;

    [Theory]
    [InlineData("Hello {{ name }}!", "Hello World!")]
    [InlineData("{{ missing }}{{ missing.field }}{{ missing['x'].y }}", "")]
    [InlineData("{# a comment #}x{#- another -#}  y", "xy")]
    [InlineData("{{ 'a\\n\\'b\\'' }}{{ \"\\u00e4\\x41\" }}{{ 'a' 'b' }}", "a\n'b'äAab")]
    [InlineData("{{ yes }} {{ none }} {{ x }} {{ 1e3 }} {{ 1.0 }} {{ 1_000 }}", "True None 2.5 1000.0 1.0 1000")]
    [InlineData("{{ 1e16 }} {{ 0.1 + 0.2 }} {{ 1 / 3 }} {{ 0.00001 }} {{ -0.0 }}", "1e+16 0.30000000000000004 0.3333333333333333 1e-05 -0.0")]
    [InlineData("{{ list }} {{ map }} {{ (1,) }} {{ (1, 'a') }} {{ [\"it's\", 'q\"', none] }}", "[3, 1, 2] {'b': 1, 'a': {'k': 'v'}} (1,) (1, 'a') [\"it's\", 'q\"', None]")]
    [InlineData("{% raw %}{{ x }}{% if %}{% endraw %}", "{{ x }}{% if %}")]
    public void Values_are_printed(string template, string expected) => Assert.Equal(expected, Render(template));

    [Theory]
    [InlineData("a\n  {% if yes %}\n b\n  {% endif %}\nc", "a\n b\nc")]
    [InlineData("a {%- if yes -%}\n b \n{%- endif %} c", "ab c")]
    [InlineData("a\n  {{ n }}\nb", "a\n  3\nb")]
    [InlineData("a\n  {%+ if yes %}b{% endif %}", "a\n  b")]
    [InlineData("a\n  {# comment #}\nb\n", "a\nb")]
    [InlineData("  {% set a = 1 %}\n{{ a }}\n\n", "1\n")]
    [InlineData("{% if yes +%}\nb{% endif %}", "\nb")]
    [InlineData("a\r\nb {{- '' -}} \r\n c", "a\nbc")]
    [InlineData("{% for i in list %}\n  {% if i > 1 %}\n{{ i }}\n  {% endif %}\n{% endfor %}", "3\n2\n")]
    public void White_space_goes_as_model_files_expect(string template, string expected) => Assert.Equal(expected, Render(template));

    [Theory]
    [InlineData("{{ 1 + 2 * 3 - 4 / 2 }}", "5.0")]
    [InlineData("{{ 7 // 2 }} {{ -7 // 2 }} {{ 7 % 3 }} {{ -7 % 3 }} {{ 2 ** 10 }} {{ 7.5 // 2 }}", "3 -4 1 2 1024 3.0")]
    [InlineData("{{ 'a' ~ 1 ~ none ~ 2.0 }} {{ 'a' + 'b' }} {{ 'ab' * 2 }} {{ [1] + [2] }} {{ [1] * 2 }}", "a12.0 ab abab [1, 2] [1, 1]")]
    [InlineData("{{ not yes or n == 3 and x < 3 }} {{ 1 < 2 < 3 }} {{ 1 < 2 > 5 }} {{ not 1 == 2 }}", "True True False True")]
    [InlineData("{{ 'b' in 'abc' }} {{ 4 in list }} {{ 'a' in map }} {{ 'z' not in map }} {{ 'a' in missing }} {{ 'a' in none }}", "True False True True False False")]
    [InlineData("{{ 1 if yes else 2 }} {{ 1 if not yes }}{{ 'a' if no else 'b' if yes else 'c' }}", "1 b")]
    [InlineData("{{ -n }} {{ +n }} {{ -n|abs }} {{ (-x)|abs }} {{ 1 - -1 }}", "-3 3 3 2.5 2")]
    [InlineData("{{ 1 == 1.0 }} {{ true == 1 }} {{ '1' == 1 }} {{ none == missing }} {{ [1, {'a': 2}] == [1, {'a': 2.0}] }}", "True True False False True")]
    [InlineData("{{ 'x' or 'y' }} {{ '' or 'y' }} {{ 0 and 1 }} {{ [] or 'e' }}", "x y 0 e")]
    [InlineData("{{ '%s has %d (%.1f%%)' % ('a', 2, 3.14159) }}", "a has 2 (3.1%)")]
    [InlineData("{{ 'a' < 'b' }} {{ [1, 2] < [1, 3] }} {{ 'Z' < 'a' }}", "True True True")]
    public void Expressions_follow_python(string template, string expected) => Assert.Equal(expected, Render(template));

    [Theory]
    [InlineData("{{ list[0] }} {{ list[-1] }} {{ list[9] }}{{ map.a.k }} {{ map['a']['k'] }} {{ people[0].name }} {{ deep.0.1.0 }}", "3 2 v v Ann 2")]
    [InlineData("{{ list[1:] }} {{ list[:-1] }} {{ list[::-1] }} {{ list[::2] }} {{ list[-2:] }} {{ list[5:] }} {{ list[2:0:-1] }}", "[1, 2] [3, 1] [2, 1, 3] [3, 2] [1, 2] [] [2, 1]")]
    [InlineData("{{ 'Grüße🎉!'[4:6] }} {{ 'Grüße🎉!'[-2] }} {{ 'Grüße🎉!'|length }} {{ 'abc'[::-1] }}", "e🎉 🎉 7 cba")]
    [InlineData("{{ {'items': 1}['items'] }} {{ {'k': 1}.items() }} {{ {1: 'a'}[1] }}", "1 [('k', 1)] a")]
    public void Parts_are_found(string template, string expected) => Assert.Equal(expected, Render(template));

    [Theory]
    [InlineData("{% for i in list %}{{ loop.index }}{{ loop.index0 }}{{ loop.revindex }}{{ loop.first }}{{ loop.last }}{{ loop.length }}{{ i }};{% endfor %}", "103TrueFalse33;212FalseFalse31;321FalseTrue32;")]
    [InlineData("{% for i in list %}{{ loop.previtem }}<{{ i }}>{{ loop.nextitem }} {% endfor %}", "<3>1 3<1>2 1<2> ")]
    [InlineData("{% for k, v in map.items() %}{{ k }}={{ v }} {% endfor %}{% for k in map %}{{ k }}{% endfor %}", "b=1 a={'k': 'v'} ba")]
    [InlineData("{% for i in [] %}x{% else %}empty{% endfor %}{% for i in missing %}x{% else %}none{% endfor %}", "emptynone")]
    [InlineData("{% for i in list if i > 1 %}{{ loop.index }}:{{ i }} {% else %}-{% endfor %}", "1:3 2:2 ")]
    [InlineData("{% for i in range(5) %}{% if i == 1 %}{% continue %}{% endif %}{% if i == 3 %}{% break %}{% endif %}{{ i }}{% endfor %}", "02")]
    [InlineData("{% for a, (b, c) in [(1, (2, 3))] %}{{ a }}{{ b }}{{ c }}{% endfor %}", "123")]
    [InlineData("{% for i in range(2) %}{% for j in range(2) %}{{ i }}{{ j }}{{ loop.depth }} {% endfor %}{% endfor %}", "002 012 102 112 ")]
    [InlineData("{% for c in 'ab' %}{{ c }}-{% endfor %}{{ range(3) | list }} {{ range(1, 7, 2) | list }} {{ range(3, 0, -1) | list }}", "a-b-[0, 1, 2] [1, 3, 5] [3, 2, 1]")]
    [InlineData("{% for i in list %}{{ loop.cycle('a', 'b') }}{% endfor %}", "aba")]
    public void Loops_go_round(string template, string expected) => Assert.Equal(expected, Render(template));

    [Theory]
    [InlineData("{% set a = 1 %}{% for i in list %}{% set a = a + i %}{{ a }} {% endfor %}{{ a }}", "4 2 3 1")]
    [InlineData("{% set ns = namespace(a=0, b='x') %}{% for i in list %}{% set ns.a = ns.a + i %}{% endfor %}{{ ns.a }}{{ ns.b }}", "6x")]
    [InlineData("{% set a, b = 1, 2 %}{{ a }}{{ b }}{% set t = 1, 2 %}{{ t }}", "12(1, 2)")]
    [InlineData("{% set a %}x{{ n }}{% endset %}{{ a }}{% set b | upper %}y{% endset %}{{ b }}", "x3Y")]
    [InlineData("{% if yes %}{% set a = 'in' %}{% endif %}{{ a }}", "in")]
    [InlineData("{% macro m(a, b='B', c=a) %}{{ a }}{{ b }}{{ c }}{% endmacro %}{{ m(1) }} {{ m(1, c=3) }} {{ m(b=2, a=1) }}", "1B1 1B3 121")]
    [InlineData("{% set o = 'out' %}{% macro m() %}{{ o }}{{ n }}{% endmacro %}{% for i in [1] %}{% set o = 'in' %}{{ m() }}{% endfor %}", "out3")]
    [InlineData("{% macro m(x) %}<{{ caller(x) }}>{% endmacro %}{% call(y) m(5) %}{{ y }}!{% endcall %}", "<5!>")]
    [InlineData("{% macro f(n) %}{% if n > 0 %}{{ n }}{{ f(n - 1) }}{% endif %}{% endmacro %}{{ f(3) }}", "321")]
    [InlineData("{% macro m() %}{{ varargs }}{{ kwargs }}{% endmacro %}{{ m(1, 2, k=3) }}{{ m(*[4], **{'z': 5}) }}", "(1, 2){'k': 3}(4,){'z': 5}")]
    [InlineData("{% filter upper %}a{{ name }}{% endfilter %}{% generation %}g{% endgeneration %}{% with q = 1, r = 2 %}{{ q + r }}{% endwith %}{{ q }}", "AWORLDg3")]
    [InlineData("{% set l = [] %}{% do l.append(1) %}{% set _ = l.append(2) %}{{ l }}{{ l.pop() }}{{ l }}", "[1, 2]2[1]")]
    [InlineData("{% if n == 1 %}a{% elif n == 3 %}b{% else %}c{% endif %}", "b")]
    [InlineData("{% set d = dict(a=1) %}{% set _ = d.update({'b': 2}) %}{{ d }}{{ d.get('x') }}{{ d.get('x', 7) }}{{ d.keys() | list }}{{ d.pop('a') }}{{ d }}", "{'a': 1, 'b': 2}None7['a', 'b']1{'b': 2}")]
    public void Names_are_set_and_macros_called(string template, string expected) => Assert.Equal(expected, Render(template));

    [Theory]
    [InlineData("{{ map | tojson }} {{ 'ü\"\\n<' | tojson }} {{ 'ü🎉' | tojson(ensure_ascii=true) }} {{ [1.0, none, true] | tojson }}", "{\"b\": 1, \"a\": {\"k\": \"v\"}} \"ü\\\"\\n<\" \"\\u00fc\\ud83c\\udf89\" [1.0, null, true]")]
    [InlineData("{{ {'a': [1, {}], 'b': []} | tojson(indent=2) }}", "{\n  \"a\": [\n    1,\n    {}\n  ],\n  \"b\": []\n}")]
    [InlineData("{{ {'b': 1, 'a': 2} | tojson(separators=(',', ':'), sort_keys=true) }}", "{\"a\":2,\"b\":1}")]
    [InlineData("[{{ text | trim }}] [{{ 'xxaxx' | trim('x') }}] {{ 'a b c' | replace(' ', '-') }} {{ 'aaa' | replace('a', 'b', 2) }}", "[some Text] [a] a-b-c bba")]
    [InlineData("{{ 'heLLo wörld' | title }} {{ 'hELLO' | capitalize }} {{ 'a' | upper }} {{ 'A' | lower }} {{ 12 | string }} {{ '<a>' | escape }}", "Hello Wörld Hello A a 12 &lt;a&gt;")]
    [InlineData("{{ list | join(', ') }} {{ people | map(attribute='name') | join }} {{ people | join('+', attribute='name') }} {{ words | map('lower') | list }}", "3, 1, 2 AnnBobCy Ann+Bob+Cy ['b', 'a', 'c']")]
    [InlineData("{{ list | sort }} {{ list | sort(reverse=true) }} {{ words | sort }} {{ words | sort(case_sensitive=true) }} {{ people[:2] | sort(attribute='age') | map(attribute='name') | list }}", "[1, 2, 3] [3, 2, 1] ['A', 'b', 'c'] ['A', 'b', 'c'] ['Bob', 'Ann']")]
    [InlineData("{{ list | first }} {{ list | last }} {{ [] | first }}{{ list | length }} {{ list | sum }} {{ list | min }} {{ list | max }} {{ list | reverse | list }}", "3 2 3 6 1 3 [2, 1, 3]")]
    [InlineData("{{ [1, 2, 1, 'a', 'A'] | unique | list }} {{ map | dictsort }} {{ map | items | list }} {{ 'abc' | list }}", "[1, 2, 'a'] [('a', {'k': 'v'}), ('b', 1)] [('b', 1), ('a', {'k': 'v'})] ['a', 'b', 'c']")]
    [InlineData("{{ people | selectattr('age', 'defined') | map(attribute='name') | list }} {{ people | rejectattr('age') | list | length }} {{ list | select('gt', 1) | list }} {{ list | reject('equalto', 1) | list }} {{ [0, 1, ''] | select | list }}", "['Ann', 'Bob'] 1 [3, 2] [3, 2] [1]")]
    [InlineData("{{ missing | default('d') }} {{ '' | default('d', true) }} {{ none | default('d') }} {{ none | d('e', boolean=true) }}", "d d None e")]
    [InlineData("{{ '12' | int }} {{ 'x' | int }} {{ 'x' | int(7) }} {{ 3.9 | int }} {{ '2.5' | float }} {{ 2.567 | round(2) }} {{ 2.5 | round }} {{ 2.1 | round(0, 'ceil') }} {{ -5 | abs }}", "12 0 7 3 2.5 2.57 2.0 3.0 5")]
    [InlineData("{{ 'a\nb\n\nc' | indent }}|{{ 'a\nb' | indent(2, true) }}", "a\n    b\n\n    c|  a\n  b")]
    [InlineData("{{ 'a b' | wordcount }} {{ 'hello world' | truncate(8, leeway=0) }} {{ '%s-%s' | format('a', 1) }} {{ 'x' | safe }}", "2 hello... a-1 x")]
    [InlineData("{{ people | map(attribute='age', default=0) | list }} {{ people[:2] | groupby('age') | length }} {{ missing | map(attribute='x') | list }}", "[30, 25, 0] 2 []")]
    public void Filters_apply(string template, string expected) => Assert.Equal(expected, Render(template));

    [Theory]
    [InlineData("{{ missing is defined }}{{ name is defined }}{{ none is none }}{{ missing is undefined }}{{ n is not none }}", "FalseTrueTrueTrueTrue")]
    [InlineData("{{ name is string }}{{ map is mapping }}{{ list is iterable }}{{ list is sequence }}{{ n is number }}{{ yes is boolean }}{{ x is float }}{{ n is integer }}{{ yes is integer }}", "TrueTrueTrueTrueTrueTrueTrueTrueFalse")]
    [InlineData("{{ yes is true }}{{ 1 is true }}{{ false is false }}{{ 4 is even }}{{ 4 is odd }}{{ 9 is divisibleby 3 }}{{ 9 is divisibleby(2) }}", "TrueFalseTrueTrueFalseTrueFalse")]
    [InlineData("{{ 1 is in [1, 2] }}{{ 1 is eq 1 }}{{ 1 is equalto(2) }}{{ 1 is ne 2 }}{{ 2 is gt 1 }}{{ 1 is lessthan 2 }}{{ none is sameas none }}", "TrueTrueFalseTrueTrueTrueTrue")]
    [InlineData("{{ not missing is defined }} {{ 'a' if x is defined and x is not string else 'b' }} {{ 'ABC' is upper }} {{ range is callable }}", "True a True True")]
    public void Tests_tell(string template, string expected) => Assert.Equal(expected, Render(template));

    [Theory]
    [InlineData("{{ text.strip() }}|{{ 'xxa'.lstrip('x') }}|{{ 'a\\n'.rstrip('\\n') }}|{{ 'abc'.startswith('ab') }}{{ 'abc'.endswith(('x', 'c')) }}", "some Text|a|a|TrueTrue")]
    [InlineData("{{ 'a,b,c'.split(',') }} {{ 'a,b,c'.split(',', 1) }} {{ ' a  b '.split() }} {{ 'a,b,c'.rsplit(',', 1) }} {{ 'x</think>y'.split('</think>')[-1] }}", "['a', 'b', 'c'] ['a', 'b,c'] ['a', 'b'] ['a,b', 'c'] y")]
    [InlineData("{{ 'a-b'.replace('-', '+') }} {{ 'aB'.upper() }} {{ 'ab cd'.title() }} {{ 'aXb'.find('X') }} {{ ','.join(['a', 'b']) }} {{ 'aaa'.count('a') }}", "a+b AB Ab Cd 1 a,b 3")]
    [InlineData("{{ '{} {1} {k} {{}}'.format('a', 'b', k='c') }}", "a b c {}")]
    [InlineData("{{ 'a=b'.partition('=') }} {{ 'prefix-x'.removeprefix('prefix-') }} {{ '12'.isdigit() }} {{ '7'.zfill(3) }} {{ 'l1\\nl2'.splitlines() }}", "('a', '=', 'b') x True 007 ['l1', 'l2']")]
    [InlineData("{{ strftime_now('%Y-%m-%d %d %b %Y %B %A %-d %j %H:%M %p %%') }}", "2026-11-21 21 Nov 2026 November Saturday 21 325 17:30 PM %")]
    public void Methods_work(string template, string expected) => Assert.Equal(expected, Render(template));

    [Theory]
    [InlineData("a\n{{ 1 +", 2, "a tag is not closed")]
    [InlineData("{% if a %}\nb", 1, "{% if %} is not closed")]
    [InlineData("\n\n{% nonsense %}", 3, "there is no block 'nonsense'")]
    [InlineData("{{ a b }}", 1, "'}}' was expected, not 'b'")]
    [InlineData("{% include 'x' %}", 1, "needs other files")]
    [InlineData("{{ 'a }}", 1, "a string is not closed")]
    [InlineData("{{ a ? b }}", 1, "'?' is not understood")]
    [InlineData("{% for x in %}{% endfor %}", 1, "an expression was expected")]
    [InlineData("{% break %}", 1, "outside of a loop")]
    [InlineData("{# a", 1, "a comment is not closed")]
    [InlineData("{% endif %}", 1, "there is no block 'endif'")]
    [InlineData("{{ (1 }}", 1, "'}' closes nothing")]
    [InlineData("{{ ) }}", 1, "')' closes nothing")]
    public void A_template_that_cannot_be_read_says_why_and_where(string template, int line, string cause)
    {
        var error = Assert.Throws<TemplateException>(() => Template.Parse(template));
        Assert.Equal(line, error.Line);
        Assert.Contains(cause, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\n{{ missing() }}", 2, "'missing' is not defined")]
    [InlineData("{{ 1 + [] }}", 1, "int and list cannot be added")]
    [InlineData("{{ n.foo() }}", 1, "int has no method 'foo'")]
    [InlineData("{{ n | nonsense }}", 1, "there is no filter 'nonsense'")]
    [InlineData("{{ n is nonsense }}", 1, "there is no test 'nonsense'")]
    [InlineData("{{ 1 // 0 }}", 1, "division by zero")]
    [InlineData("{% for a, b in [(1, 2, 3)] %}{% endfor %}", 1, "3 values cannot be unpacked into 2 names")]
    [InlineData("{{ [1, 'a'] | sort }}", 1, "have no order")]
    [InlineData("{% for i in 5 %}{% endfor %}", 1, "int cannot be gone through")]
    [InlineData("{{ 9223372036854775807 + 1 }}", 1, "a number grows too large")]
    [InlineData("{{ raise_exception('why') }}", 1, "refuses this conversation: why")]
    public void A_template_that_fails_says_why_and_where(string template, int line, string cause)
    {
        var error = Assert.Throws<TemplateException>(() => Render(template));
        Assert.Equal(line, error.Line);
        Assert.Contains(cause, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{% for i in range(100000) %}{% for j in range(100000) %}{% endfor %}{% endfor %}")]
    [InlineData("{% set ns = namespace(s='x') %}{% for i in range(64) %}{% set ns.s = ns.s + ns.s %}{% endfor %}")]
    [InlineData("{{ 'x' * 1000000000000 }}")]
    [InlineData("{{ range(10000000) | list }}")]
    [InlineData("{% set ns = namespace(l=[1]) %}{% for i in range(64) %}{% set ns.l = ns.l + ns.l %}{% endfor %}")]
    [InlineData("{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}")]
    [InlineData("{% set ns = namespace(s='x' * 1000) %}{% for i in range(64) %}{% set ns.s = ns.s.replace('', ns.s) %}{% endfor %}")]
    [InlineData("{% set l = [] %}{% set _ = l.append(l) %}{{ l }}")]
    [InlineData("{% set l = [] %}{% set _ = l.append(l) %}{{ l | tojson }}")]
    [InlineData("{% set l = [] %}{% set _ = l.append(l) %}{% set m = [] %}{% set _ = m.append(m) %}{{ l == m }}")]
    [InlineData("{% set l = ['x' * 1000000] * 1000 %}{{ l | join }}")]
    [InlineData("{% for i in range(100000) %}{{ 'x' * 10000 }}{% endfor %}")]
    public void A_hostile_template_is_stopped(string template) => Assert.Throws<TemplateException>(() => Render(template));

    [Fact]
    public void What_nests_too_deeply_is_refused()
    {
        foreach (var (open, close) in new[] { ("(", ")"), ("[", "]"), ("not ", ""), ("-", ""), ("{'a': ", "}") })
        {
            var deep = string.Concat(Enumerable.Repeat(open, 5000)) + "1" + string.Concat(Enumerable.Repeat(close, 5000));
            Assert.Contains("too deeply", Assert.Throws<TemplateException>(() => Template.Parse("{{ " + deep + " }}")).Message, StringComparison.Ordinal);
        }
        var blocks = string.Concat(Enumerable.Repeat("{% if a %}", 5000));
        Assert.Contains("too deeply", Assert.Throws<TemplateException>(() => Template.Parse(blocks)).Message, StringComparison.Ordinal);
    }

    private static string Render(string template)
    {
        using var variables = JsonDocument.Parse(Variables);
        return Template.Parse(template).Render(ValueJson.Read(variables.RootElement).Map, new StoppedClock());
    }
}
