namespace Ziggie.Engine.Templates.Jinja.Syntax;

/// <summary>Goes through tokens, with what a parser asks of them.</summary>
internal sealed class TokenReader(List<Token> tokens, Limits limits)
{
    private int _at;
    private int _depth;

    public Token Current => tokens[_at];

    public Token Peek(int ahead) => tokens[Math.Min(_at + ahead, tokens.Count - 1)];

    public int Line => Current.Line;

    public Token Next()
    {
        var token = tokens[_at];
        if (token.Kind != TokenKind.End) _at++;
        return token;
    }

    public bool Take(string symbol)
    {
        if (!Current.Is(symbol)) return false;
        _at++;
        return true;
    }

    public bool TakeName(string name)
    {
        if (!Current.IsName(name)) return false;
        _at++;
        return true;
    }

    public void Expect(string symbol)
    {
        if (!Take(symbol)) throw Unexpected($"'{symbol}'");
    }

    public void Expect(TokenKind kind, string what)
    {
        if (Current.Kind != kind) throw Unexpected(what);
        _at++;
    }

    public string Name(string what) => Current.Kind == TokenKind.Name ? Next().Text : throw Unexpected(what);

    public void Enter()
    {
        if (++_depth > limits.Nesting) throw new TemplateException("blocks or expressions nest too deeply", Line);
    }

    public void Leave() => _depth--;

    public TemplateException Unexpected(string wanted) => new($"{wanted} was expected, not {Current}", Line);
}
