using System.Globalization;
using System.Text;

namespace Ziggie.Engine.Templates.Jinja;

/// <summary>Where rendered text goes, with an end.</summary>
internal sealed class TextSink(Rendering rendering)
{
    private readonly StringBuilder _text = new(256);

    public void Write(string text)
    {
        if (_text.Length + text.Length > rendering.Limits.Output) throw new Fault($"the prompt grows beyond {rendering.Limits.Output.ToString(CultureInfo.InvariantCulture)} characters");
        _text.Append(text);
    }

    public override string ToString() => _text.ToString();
}
