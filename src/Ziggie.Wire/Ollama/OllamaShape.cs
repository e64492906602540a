using System.Text;

namespace Ziggie.Wire.Ollama;

/// <summary>The constant bytes of a chat's and a generation's replies, from behind <c>created_at</c> on.</summary>
internal sealed class OllamaShape
{
    public static OllamaShape Chat { get; } = new("\",\"message\":{\"role\":\"assistant\",\"content\":\"", "}");
    public static OllamaShape Generate { get; } = new("\",\"response\":\"", "");

    private OllamaShape(string opening, string closing)
    {
        Text = Encoding.ASCII.GetBytes(opening);
        Closing = Encoding.ASCII.GetBytes(closing);
        TextEnd = Encoding.ASCII.GetBytes($"\"{closing},\"done\":false}}\n");
        NoText = Encoding.ASCII.GetBytes($"{opening}\"");
        Thinking = Encoding.ASCII.GetBytes($"{opening}\",\"thinking\":\"");
    }

    /// <summary>Up to where the text stands.</summary>
    public byte[] Text { get; }

    /// <summary>From the text's end to the line's.</summary>
    public byte[] TextEnd { get; }

    /// <summary>An empty text, its quotes closed.</summary>
    public byte[] NoText { get; }

    /// <summary>Up to where the thinking stands.</summary>
    public byte[] Thinking { get; }

    /// <summary>Closes the message.</summary>
    public byte[] Closing { get; }
}
