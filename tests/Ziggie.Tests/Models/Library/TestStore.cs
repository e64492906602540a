using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Ziggie.Tests.Models.Library;

/// <summary>Puts models into a folder as Ollama would.</summary>
internal sealed class TestStore(string root)
{
    public string Root => root;

    public string Blob(string digest) => Path.Combine(root, "blobs", digest.Replace(':', '-'));

    public string Manifest(string name) => Path.Combine([root, "manifests", .. name.Split('/')]);

    /// <summary>Digests of its files, the GGUF file first.</summary>
    /// <param name="name">With host, namespace and tag: <c>registry.ollama.ai/library/tiny/latest</c>.</param>
    public IReadOnlyList<string> Add(string name, byte[]? gguf, params (string Kind, string Text)[] texts)
    {
        List<(string Kind, byte[] Bytes)> files = [.. texts.Select(t => (t.Kind, Encoding.UTF8.GetBytes(t.Text)))];
        if (gguf is not null) files.Insert(0, ("model", gguf));
        List<string> digests = [.. files.Select(f => Save(f.Bytes))];
        var config = Encoding.UTF8.GetBytes("{\"model_format\":\"gguf\"}");
        var manifest = JsonSerializer.SerializeToUtf8Bytes(new
        {
            schemaVersion = 2,
            mediaType = "application/vnd.docker.distribution.manifest.v2+json",
            config = new { mediaType = "application/vnd.docker.container.image.v1+json", digest = Save(config), size = config.Length },
            layers = files.Zip(digests, (f, digest) => new { mediaType = "application/vnd.ollama.image." + f.Kind, digest, size = f.Bytes.Length }),
        });
        Directory.CreateDirectory(Path.GetDirectoryName(Manifest(name))!);
        File.WriteAllBytes(Manifest(name), manifest);
        return digests;
    }

    private string Save(byte[] bytes)
    {
        var digest = "sha256:" + Convert.ToHexStringLower(SHA256.HashData(bytes));
        Directory.CreateDirectory(Path.Combine(root, "blobs"));
        File.WriteAllBytes(Blob(digest), bytes);
        return digest;
    }
}
