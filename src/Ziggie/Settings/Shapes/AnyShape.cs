using System.Text.Json.Nodes;

namespace Ziggie.Settings;

/// <summary>Whatever is written there.</summary>
internal sealed class AnyShape : Shape<Unused>
{
    public override string Word => "anything";

    public override bool TryRead(ConfigNode node, string path, Reading reading, out Unused value)
    {
        value = default;
        return true;
    }

    public override JsonNode? Show(Unused value) => null;

    public override JsonObject Schema() => [];
}
