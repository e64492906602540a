using System.Globalization;
using Ziggie.Engine.Templates.Jinja.Library;
using Ziggie.Engine.Templates.Jinja.Nodes;
using Ziggie.Engine.Templates.Jinja.Values;

namespace Ziggie.Engine.Templates.Jinja.Syntax;

/// <summary>Reads expressions, loosest operator first.</summary>
internal sealed class ExpressionParser(TokenReader tokens, Names names)
{
    /// <summary>An expression, or several with commas between: a tuple.</summary>
    public Expression ParseTuple(bool conditional = true)
    {
        var line = tokens.Line;
        var first = conditional ? Parse() : ParseOr();
        if (!tokens.Current.Is(",")) return first;
        List<Expression> items = [first];
        while (tokens.Take(",") && !EndsTuple()) items.Add(conditional ? Parse() : ParseOr());
        return new ListExpression(line, [.. items], tuple: true);
    }

    public Expression Parse()
    {
        tokens.Enter();
        var line = tokens.Line;
        var value = ParseOr();
        while (tokens.TakeName("if"))
        {
            var condition = ParseOr();
            var otherwise = tokens.TakeName("else") ? Parse() : null;
            value = new ChoiceExpression(line, condition, value, otherwise);
        }
        tokens.Leave();
        return value;
    }

    public Expression ParseOr()
    {
        var line = tokens.Line;
        var left = ParseAnd();
        while (tokens.TakeName("or")) left = new OrExpression(line, left, ParseAnd());
        return left;
    }

    private Expression ParseAnd()
    {
        var line = tokens.Line;
        var left = ParseNot();
        while (tokens.TakeName("and")) left = new AndExpression(line, left, ParseNot());
        return left;
    }

    private Expression ParseNot()
    {
        var line = tokens.Line;
        if (!tokens.TakeName("not")) return ParseComparison();
        tokens.Enter();
        var operand = ParseNot();
        tokens.Leave();
        return new NotExpression(line, operand);
    }

    private Expression ParseComparison()
    {
        var line = tokens.Line;
        var first = ParseSum();
        var rest = new List<(string, Expression)>();
        while (Comparison() is { } symbol) rest.Add((symbol, ParseSum()));
        return rest.Count == 0 ? first : new CompareExpression(line, first, [.. rest]);
    }

    private string? Comparison()
    {
        var token = tokens.Current;
        if (token.Kind == TokenKind.Operator && token.Text is "==" or "!=" or "<" or "<=" or ">" or ">=") return tokens.Next().Text;
        if (tokens.TakeName("in")) return "in";
        if (!token.IsName("not") || !tokens.Peek(1).IsName("in")) return null;
        tokens.Next();
        tokens.Next();
        return "not in";
    }

    private Expression ParseSum() => ParseBinary(ParseJoin, "+", "-");

    private Expression ParseJoin() => ParseBinary(ParseProduct, "~", "~");

    private Expression ParseProduct() => ParseBinary(ParsePower, "*", "/", "//", "%");

    private Expression ParsePower() => ParseBinary(() => ParseUnary(filtered: true), "**", "**");

    private Expression ParseBinary(Func<Expression> operand, params ReadOnlySpan<string> symbols)
    {
        var left = operand();
        while (tokens.Current.Kind == TokenKind.Operator && symbols.Contains(tokens.Current.Text))
        {
            var (_, symbol, line) = tokens.Next();
            left = new BinaryExpression(line, symbol, left, operand());
        }
        return left;
    }

    private Expression ParseUnary(bool filtered)
    {
        tokens.Enter();
        var line = tokens.Line;
        Expression value;
        if (tokens.Current.Is("-") || tokens.Current.Is("+")) value = new SignExpression(line, negative: tokens.Next().Text == "-", operand: ParseUnary(filtered: false));
        else value = ParsePostfix(ParsePrimary());
        if (filtered) value = ParseFilters(value);
        tokens.Leave();
        return value;
    }

    private Expression ParsePostfix(Expression value)
    {
        while (true)
        {
            var line = tokens.Line;
            if (tokens.Take(".")) value = ParseMember(line, value);
            else if (tokens.Take("[")) value = ParseIndex(line, value);
            else if (tokens.Current.Is("(")) value = new CallExpression(line, value, ParseArguments());
            else return value;
        }
    }

    private Expression ParseMember(int line, Expression value)
    {
        if (tokens.Current.Kind == TokenKind.Integer) return new IndexExpression(line, value, ParsePrimary());
        return new MemberExpression(line, value, tokens.Name("a name"));
    }

    private Expression ParseIndex(int line, Expression value)
    {
        if (tokens.Take("]")) return new Constant(line, default);
        var start = tokens.Current.Is(":") ? null : ParseTuple();
        if (start is not null && tokens.Take("]")) return new IndexExpression(line, value, start);
        tokens.Expect(":");
        var stop = tokens.Current.Is(":") || tokens.Current.Is("]") ? null : Parse();
        var step = tokens.Take(":") && !tokens.Current.Is("]") ? Parse() : null;
        tokens.Expect("]");
        return new SliceExpression(line, value, start, stop, step);
    }

    /// <summary>Filters and tests, in the order they stand.</summary>
    public Expression ParseFilters(Expression value)
    {
        while (true)
        {
            if (tokens.Take("|")) value = ParseFilter(value);
            else if (tokens.TakeName("is")) value = ParseTest(value);
            else if (tokens.Current.Is("(")) value = new CallExpression(tokens.Line, value, ParseArguments());
            else return value;
        }
    }

    public FilterExpression ParseFilter(Expression value)
    {
        var line = tokens.Line;
        var name = tokens.Name("a filter's name");
        while (tokens.Take(".")) name += "." + tokens.Name("a filter's name");
        return new FilterExpression(line, value, name, Filters.Named(name), tokens.Current.Is("(") ? ParseArguments() : []);
    }

    private TestExpression ParseTest(Expression value)
    {
        var line = tokens.Line;
        var negated = tokens.TakeName("not");
        var name = tokens.Current.Kind == TokenKind.Operator && Tests.Named(tokens.Current.Text) is not null ? tokens.Next().Text : tokens.Name("a test's name").ToLowerInvariant();
        Argument[] arguments = [];
        if (tokens.Current.Is("(")) arguments = ParseArguments();
        else if (StartsValue()) arguments = [new(null, ParsePostfix(ParsePrimary()))];
        return new TestExpression(line, value, name, Tests.Named(name), arguments, negated);
    }

    private bool StartsValue()
    {
        var token = tokens.Current;
        return token.Kind switch
        {
            TokenKind.String or TokenKind.Integer or TokenKind.Float => true,
            TokenKind.Name => token.Text is not ("else" or "or" or "and" or "is" or "if" or "not" or "in" or "recursive"),
            TokenKind.Operator => token.Text is "[" or "{",
            _ => false,
        };
    }

    public Argument[] ParseArguments()
    {
        tokens.Expect("(");
        var arguments = new List<Argument>();
        while (!tokens.Take(")"))
        {
            if (arguments.Count > 0)
            {
                tokens.Expect(",");
                if (tokens.Take(")")) break;
            }
            arguments.Add(ParseArgument());
        }
        // Those by name come last, so that calls can tell them apart by place.
        return arguments.Any(a => a.Name is "*" or "**") ? [.. arguments] : [.. arguments.Where(a => a.Name is null), .. arguments.Where(a => a.Name is not null)];
    }

    private Argument ParseArgument()
    {
        if (tokens.Take("*")) return new("*", Parse());
        if (tokens.Take("**")) return new("**", Parse());
        if (tokens.Current.Kind == TokenKind.Name && tokens.Peek(1).Is("="))
        {
            var name = tokens.Next().Text;
            tokens.Next();
            return new(name, Parse());
        }
        return new(null, Parse());
    }

    private Expression ParsePrimary()
    {
        var token = tokens.Next();
        switch (token.Kind)
        {
            case TokenKind.Name: return ParseName(token);
            case TokenKind.String:
                var text = token.Text;
                while (tokens.Current.Kind == TokenKind.String) text += tokens.Next().Text;
                return new Constant(token.Line, Value.Of(text));
            case TokenKind.Integer:
                return new Constant(token.Line, long.TryParse(token.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var whole) ? Value.Of(whole) : Value.Of(double.Parse(token.Text, CultureInfo.InvariantCulture)));
            case TokenKind.Float: return new Constant(token.Line, Value.Of(double.Parse(token.Text, NumberStyles.Float, CultureInfo.InvariantCulture)));
            case TokenKind.Operator when token.Text == "(": return ParseParentheses(token.Line);
            case TokenKind.Operator when token.Text == "[": return new ListExpression(token.Line, ParseItems("]"), tuple: false);
            case TokenKind.Operator when token.Text == "{": return ParseMap(token.Line);
            default: throw new TemplateException($"an expression was expected, not {token}", token.Line);
        }
    }

    private Expression ParseName(Token token) => token.Text switch
    {
        "true" or "True" => new Constant(token.Line, Value.True),
        "false" or "False" => new Constant(token.Line, Value.False),
        "none" or "None" => new Constant(token.Line, Value.None),
        _ => new NameExpression(token.Line, token.Text, names[token.Text], Globals.Named(token.Text)),
    };

    private Expression ParseParentheses(int line)
    {
        if (tokens.Take(")")) return new ListExpression(line, [], tuple: true);
        var value = ParseTuple();
        tokens.Expect(")");
        return value;
    }

    private Expression[] ParseItems(string closing)
    {
        var items = new List<Expression>();
        while (!tokens.Take(closing))
        {
            if (items.Count > 0)
            {
                tokens.Expect(",");
                if (tokens.Take(closing)) break;
            }
            items.Add(Parse());
        }
        return [.. items];
    }

    private MapExpression ParseMap(int line)
    {
        var entries = new List<(Expression, Expression)>();
        while (!tokens.Take("}"))
        {
            if (entries.Count > 0)
            {
                tokens.Expect(",");
                if (tokens.Take("}")) break;
            }
            var key = Parse();
            tokens.Expect(":");
            entries.Add((key, Parse()));
        }
        return new MapExpression(line, [.. entries]);
    }

    private bool EndsTuple() => tokens.Current.Kind is TokenKind.BlockEnd or TokenKind.OutputEnd || tokens.Current.Is(")") || tokens.Current.Is("]") || tokens.Current.Is("=") || tokens.Current.IsName("in");
}
