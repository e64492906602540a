using System.Text;

namespace Ziggie.Usage.Journal;

/// <summary>Gives the same string for the same bytes where it can: names repeat from record to record. Fixed in size, for one thread.</summary>
internal sealed class TextPool
{
    private readonly string?[] _slots = new string?[1024];

    public string Get(ReadOnlySpan<byte> utf8)
    {
        if (utf8.IsEmpty) return "";
        var hash = new HashCode();
        hash.AddBytes(utf8);
        ref var slot = ref _slots[(uint)hash.ToHashCode() % (uint)_slots.Length];
        if (slot is not null && Ascii.Equals(utf8, slot)) return slot;
        return slot = Encoding.UTF8.GetString(utf8);
    }
}
