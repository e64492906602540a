namespace Ziggie.Engine.Templates.Jinja.Syntax;

/// <summary>What a token is.</summary>
internal enum TokenKind : byte { End, Text, OutputBegin, OutputEnd, BlockBegin, BlockEnd, Name, String, Integer, Float, Operator }

/// <summary>A piece of a template.</summary>
/// <param name="Text">Text: what is printed; string: its content, unescaped; else as written.</param>
internal readonly record struct Token(TokenKind Kind, string Text, int Line)
{
    public bool Is(string symbol) => Kind == TokenKind.Operator && Text == symbol;

    public bool IsName(string name) => Kind == TokenKind.Name && Text == name;

    public override string ToString() => Kind switch
    {
        TokenKind.End => "the end of the template",
        TokenKind.Text => "text",
        TokenKind.OutputEnd => "'}}'",
        TokenKind.BlockEnd => "'%}'",
        TokenKind.String => "a string",
        _ => $"'{Text}'",
    };
}
