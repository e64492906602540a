using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Ziggie.Models.Pulls.Transfer;

/// <summary>What has come of a file, as it is written down beside it.</summary>
/// <param name="Mark">By what the other side's file is known again: its ETag, or else its time; null where it says neither.</param>
/// <param name="Done">For each part, how many bytes.</param>
internal sealed record PartialState(string? Source, long Length, string? Mark, long PartBytes, long[] Done)
{
    private const int MaxBytes = 4 << 20;
    private const int HashDigits = 64;

    /// <summary>Null where there is none, or what is there cannot be believed.</summary>
    public static PartialState? Read(string path)
    {
        try
        {
            var file = new FileInfo(path);
            if (!file.Exists || file.Length is <= HashDigits or > MaxBytes) return null;
            var bytes = File.ReadAllBytes(path);
            var text = bytes.AsSpan(HashDigits).TrimEnd((byte)' ');
            if (!bytes.AsSpan(0, HashDigits).SequenceEqual(Hash(text))) return null;
            return JsonSerializer.Deserialize(text, PartialJson.Default.PartialState) is { } state && state.IsSound ? state : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    /// <summary>Writes over what is there, in place and never longer than the first time: so it also succeeds on a disk that has become full.</summary>
    public void Write(string path)
    {
        var text = JsonSerializer.SerializeToUtf8Bytes(this, PartialJson.Default.PartialState);
        var bytes = new byte[HashDigits + Room];
        bytes.AsSpan().Fill((byte)' ');
        Hash(text).CopyTo(bytes, 0);
        text.CopyTo(bytes, HashDigits);
        using var file = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.Write);
        RandomAccess.Write(file, bytes, 0);
        if (RandomAccess.GetLength(file) > bytes.Length) RandomAccess.SetLength(file, bytes.Length);
    }

    // A number has at most nineteen digits, and a comma.
    private int Room => 1024 + ((Source?.Length ?? 0) * 6) + ((Mark?.Length ?? 0) * 6) + (Done.Length * 20);

    private bool IsSound
    {
        get
        {
            if (Length < 0 || PartBytes <= 0 || Done is null || Done.Length != (Length + PartBytes - 1) / PartBytes) return false;
            for (var i = 0; i < Done.Length; i++)
                if (Done[i] < 0 || Done[i] > Math.Min(PartBytes, Length - (i * PartBytes))) return false;
            return true;
        }
    }

    private static byte[] Hash(ReadOnlySpan<byte> text) => Encoding.ASCII.GetBytes(Convert.ToHexStringLower(SHA256.HashData(text)));
}

/// <summary>Serialization of what is written down about unfinished files.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(PartialState))]
internal sealed partial class PartialJson : JsonSerializerContext;
