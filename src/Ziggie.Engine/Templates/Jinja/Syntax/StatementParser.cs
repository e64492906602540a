using Ziggie.Engine.Templates.Jinja.Nodes;

namespace Ziggie.Engine.Templates.Jinja.Syntax;

/// <summary>Reads text, outputs and blocks.</summary>
internal sealed class StatementParser
{
    private readonly TokenReader _tokens;
    private readonly Names _names;
    private readonly ExpressionParser _expressions;
    private readonly MacroNames _macroNames;
    private int _loops;

    private StatementParser(List<Token> tokens, Names names, Limits limits)
    {
        _tokens = new TokenReader(tokens, limits);
        _names = names;
        _expressions = new ExpressionParser(_tokens, names);
        _macroNames = new MacroNames(names[CallExpression.CallerName], names["varargs"], names["kwargs"]);
    }

    public static Statement[] Parse(string source, Names names, Limits limits)
    {
        if (source.Length > limits.Source) throw new TemplateException("it is too long", 0);
        var parser = new StatementParser(Lexer.Read(source), names, limits);
        return parser.ParseBody(null);
    }

    /// <summary>Statements up to one of the closing tags, whose name is left as the current token; null reads to the end.</summary>
    private Statement[] ParseBody(string? opening, params ReadOnlySpan<string> closing)
    {
        _tokens.Enter();
        var from = _tokens.Line;
        var body = new List<Statement>();
        while (true)
        {
            var (kind, text, line) = _tokens.Next();
            switch (kind)
            {
                case TokenKind.End when opening is null:
                    _tokens.Leave();
                    return [.. body];
                case TokenKind.End: throw new TemplateException($"{{% {opening} %}} is not closed", from);
                case TokenKind.Text: body.Add(new TextStatement(line, text)); break;
                case TokenKind.OutputBegin:
                    body.Add(new OutputStatement(line, _expressions.ParseTuple()));
                    _tokens.Expect(TokenKind.OutputEnd, "'}}'");
                    break;
                default:
                    if (_tokens.Current.Kind == TokenKind.Name && closing.Contains(_tokens.Current.Text))
                    {
                        _tokens.Leave();
                        return [.. body];
                    }
                    ParseBlock(line, body);
                    break;
            }
        }
    }

    private void ParseBlock(int line, List<Statement> body)
    {
        var name = _tokens.Name("a block's name");
        switch (name)
        {
            case "if": body.Add(ParseIf(line)); return;
            case "for": body.Add(ParseFor(line)); return;
            case "set": body.Add(ParseSet(line)); return;
            case "macro": body.Add(ParseMacro(line)); return;
            case "call": body.Add(ParseCall(line)); return;
            case "filter": body.Add(ParseFilterBlock(line)); return;
            case "with": body.Add(ParseWith(line)); return;
            // Marks the assistant's words for training; nothing else.
            case "generation":
                CloseTag();
                body.AddRange(ParseClosed("generation", "endgeneration"));
                return;
            case "do":
                body.Add(new DoStatement(line, _expressions.ParseTuple()));
                CloseTag();
                return;
            case "break" or "continue" when _loops > 0:
                body.Add(new JumpStatement(line, name == "break" ? Flow.Break : Flow.Continue));
                CloseTag();
                return;
            case "break" or "continue": throw new TemplateException($"{{% {name} %}} stands outside of a loop", line);
            case "include" or "import" or "from" or "extends" or "block":
                throw new TemplateException($"{{% {name} %}} needs other files, which a chat template does not have", line);
            default: throw new TemplateException($"there is no block '{name}'", line);
        }
    }

    private void CloseTag() => _tokens.Expect(TokenKind.BlockEnd, "'%}'");

    private Statement[] ParseClosed(string opening, string closing)
    {
        var body = ParseBody(opening, closing);
        _tokens.Next();
        if (closing == "endmacro" && _tokens.Current.Kind == TokenKind.Name) _tokens.Next();
        CloseTag();
        return body;
    }

    private IfStatement ParseIf(int line)
    {
        var branches = new List<(Expression?, Statement[])>();
        Expression? condition = _expressions.ParseTuple();
        while (true)
        {
            CloseTag();
            var body = condition is null ? ParseBody("if", "endif") : ParseBody("if", "elif", "else", "endif");
            branches.Add((condition, body));
            var next = _tokens.Next().Text;
            if (next == "endif") break;
            condition = next == "elif" ? _expressions.ParseTuple() : null;
        }
        CloseTag();
        return new IfStatement(line, [.. branches]);
    }

    private ForStatement ParseFor(int line)
    {
        var target = ParseTarget(attributes: false);
        if (!_tokens.TakeName("in")) throw _tokens.Unexpected("'in'");
        var source = _expressions.ParseTuple(conditional: false);
        var condition = _tokens.TakeName("if") ? _expressions.Parse() : null;
        if (_tokens.Current.IsName("recursive")) throw new TemplateException("recursive loops are not supported", line);
        CloseTag();
        _loops++;
        var body = ParseBody("for", "else", "endfor");
        _loops--;
        Statement[] otherwise = [];
        if (_tokens.Next().Text == "else")
        {
            CloseTag();
            otherwise = ParseBody("for", "endfor");
            _tokens.Next();
        }
        CloseTag();
        return new ForStatement(line, target, source, condition, body, otherwise, _names["loop"]);
    }

    private Statement ParseSet(int line)
    {
        var target = ParseTarget(attributes: true);
        if (_tokens.Take("="))
        {
            var value = _expressions.ParseTuple();
            CloseTag();
            return new SetStatement(line, target, value);
        }
        var filters = ParseBlockFilters();
        CloseTag();
        return new BlockSetStatement(line, target, ParseClosed("set", "endset"), filters);
    }

    private FilterStatement ParseFilterBlock(int line)
    {
        var captured = new Placeholder(line);
        var filtered = _expressions.ParseFilters(_expressions.ParseFilter(captured));
        CloseTag();
        return new FilterStatement(line, ParseClosed("filter", "endfilter"), body => captured.FilledWith(body, filtered));
    }

    /// <summary>Filters on a block's tag, waiting for the block's text.</summary>
    private Func<Expression, Expression> ParseBlockFilters()
    {
        var captured = new Placeholder(_tokens.Line);
        var filtered = _expressions.ParseFilters(captured);
        return body => captured.FilledWith(body, filtered);
    }

    private MacroStatement ParseMacro(int line)
    {
        var name = _tokens.Name("a macro's name");
        var parameters = ParseParameters();
        CloseTag();
        return new MacroStatement(line, name, _names[name], parameters, InMacro("macro", "endmacro"), _macroNames);
    }

    private CallStatement ParseCall(int line)
    {
        var parameters = _tokens.Current.Is("(") ? ParseParameters() : [];
        if (_expressions.Parse() is not CallExpression call) throw new TemplateException("{% call %} needs a macro with its arguments", line);
        CloseTag();
        return new CallStatement(line, call, parameters, InMacro("call", "endcall"), _macroNames);
    }

    private Statement[] InMacro(string opening, string closing)
    {
        var loops = _loops;
        _loops = 0;
        var body = ParseClosed(opening, closing);
        _loops = loops;
        return body;
    }

    private Parameter[] ParseParameters()
    {
        _tokens.Expect("(");
        var parameters = new List<Parameter>();
        while (!_tokens.Take(")"))
        {
            if (parameters.Count > 0) _tokens.Expect(",");
            var name = _tokens.Name("a parameter's name");
            parameters.Add(new Parameter(name, _names[name], _tokens.Take("=") ? _expressions.Parse() : null));
        }
        return [.. parameters];
    }

    private WithStatement ParseWith(int line)
    {
        var assignments = new List<(int, Expression)>();
        while (_tokens.Current.Kind != TokenKind.BlockEnd)
        {
            if (assignments.Count > 0) _tokens.Expect(",");
            var name = _tokens.Name("a name");
            _tokens.Expect("=");
            assignments.Add((_names[name], _expressions.Parse()));
        }
        CloseTag();
        return new WithStatement(line, [.. assignments], ParseClosed("with", "endwith"));
    }

    private Target ParseTarget(bool attributes)
    {
        var targets = new List<Target>();
        var several = false;
        do
        {
            if (_tokens.Current.Is("=") || _tokens.Current.IsName("in")) break;
            targets.Add(ParseOneTarget(attributes));
            several |= _tokens.Current.Is(",");
        }
        while (_tokens.Take(","));
        return several ? new TupleTarget([.. targets]) : targets[0];
    }

    private Target ParseOneTarget(bool attributes)
    {
        if (_tokens.Take("("))
        {
            var inner = ParseTarget(attributes);
            _tokens.Expect(")");
            return inner;
        }
        var line = _tokens.Line;
        var name = _tokens.Name("a name to set");
        if (!attributes || !_tokens.Take(".")) return new NameTarget(_names[name]);
        return new AttributeTarget(new NameExpression(line, name, _names[name], default), _tokens.Name("an attribute's name"));
    }
}
