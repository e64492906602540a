using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using Ziggie.Engine.Libraries;

namespace Ziggie.Tests.Engine.Libraries;

/// <summary>Packages of libraries that are none, and an npm that hands them out, in a folder of their own.</summary>
internal sealed class FakePackages : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("ziggie-engine-").FullName;

    public FakePackages() => Directory.CreateDirectory(Bin);

    public string ProgramFolder => Path.Join(_root, "program");
    public string DataFolder => Path.Join(_root, "data");
    public string Bin => Path.Join(_root, "bin");
    public string Archive => Path.Join(_root, "package.tgz");

    /// <summary>What npm was called with, a line a call.</summary>
    public string[] Calls => File.Exists(CallsPath) ? File.ReadAllLines(CallsPath) : [];

    /// <summary>Everything that lies below the program's folder of libraries, locks left out.</summary>
    public string[] Left => Directory.Exists(Path.Join(ProgramFolder, "engine")) ? [.. Directory.EnumerateFileSystemEntries(Path.Join(ProgramFolder, "engine")).Select(e => Path.GetFileName(e)).Where(n => n != ".lock").Order()] : [];

    public IReadOnlyDictionary<string, string> Environment => new Dictionary<string, string> { ["PATH"] = $"{Bin}:/usr/bin:/bin", ["CALLS"] = CallsPath, ["ARCHIVE"] = Archive, ["ZIGGIE_SECRET"] = "x" };

    public EngineInstall Install => new()
    {
        Places = new EnginePlaces(null, ProgramFolder, DataFolder),
        Environment = Environment,
        Known = [new(EnginePlatform.Current, EngineVariant.Cpu, [new("@test/libraries", "1.0.0", Digest(), new FileInfo(Archive).Length, 1 << 20)])],
    };

    private string CallsPath => Path.Join(_root, "calls");

    /// <summary>An npm that does this; without it, one that brings the archive.</summary>
    public void Npm(string script = "cp \"$ARCHIVE\" \"$4/fetched.tgz\"")
    {
        var path = Path.Join(Bin, "npm");
        File.WriteAllText(path, $"#!/bin/bash\necho \"$@\" >> \"$CALLS\"\n{script}\n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    /// <summary>An archive as npm's are, with these besides what always is in one.</summary>
    public void Pack(params TarEntry[] more)
    {
        using var file = File.Create(Archive);
        using var zipped = new GZipStream(file, CompressionLevel.Fastest);
        using var tar = new TarWriter(zipped, TarEntryFormat.Ustar);
        TarEntry[] entries =
        [
            Entry("package/package.json", "{}"u8.ToArray()),
            Entry("package/LICENSE", "Do as you like."u8.ToArray()),
            .. ((string[])["libllama.v0.5.0.so", "libggml.v0.5.0.so", "libggml-base.so", "libggml-cpu-x64.so", "libllama-common.so", "llama-addon.node"]).Select(n => Entry($"package/bins/some/{n}", FakeLibrary.Bytes())),
            .. more,
        ];
        foreach (var entry in entries) tar.WriteEntry(entry);
    }

    public static TarEntry Entry(string name, byte[] content) => new UstarTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(content) };

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private string Digest()
    {
        using var file = File.OpenRead(Archive);
        return $"sha512-{Convert.ToBase64String(SHA512.HashData(file))}";
    }
}

/// <summary>The first bytes of a library for a machine, with nothing behind.</summary>
internal static class FakeLibrary
{
    public static byte[] Bytes(bool ofThisMachine = true)
    {
        var bytes = new byte[128];
        byte[] head = [0x7F, (byte)'E', (byte)'L', (byte)'F', 2, 1, 1];
        head.CopyTo(bytes, 0);
        var here = System.Runtime.InteropServices.RuntimeInformation.ProcessArchitecture == System.Runtime.InteropServices.Architecture.Arm64 ? 183 : 62;
        bytes[18] = (byte)(ofThisMachine ? here : 183 + 62 - here);
        return bytes;
    }

    public static void Write(string folder, params string[] names)
    {
        Directory.CreateDirectory(folder);
        foreach (var name in names) File.WriteAllBytes(Path.Join(folder, name), Bytes());
    }
}
