using System.Security.Cryptography;
using System.Text;
using Ziggie.Storage;

namespace Ziggie.Models.Engine;

/// <summary>Where the engine's Unix socket lies: in the data directory, or, where that path is too long for a socket, in a folder of this user's own among the temporary ones.</summary>
internal sealed class EngineSocket(DataDirectory data)
{
    /// <summary>What every system takes, its closing zero aside.</summary>
    private const int Longest = 103;

    public string Path()
    {
        var near = data.File("engine.sock");
        if (Encoding.UTF8.GetByteCount(near) <= Longest) return near;
        var name = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(data.Path)).AsSpan(0, 8));
        var folder = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"ziggie-{Environment.UserName}-{name}");
        PrivateFiles.CreateFolder(folder);
        return System.IO.Path.Combine(folder, "engine.sock");
    }
}
