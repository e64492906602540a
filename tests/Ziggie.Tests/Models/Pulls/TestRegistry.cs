using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Ziggie.Engine.Gguf;
using Ziggie.Tests.Support;

namespace Ziggie.Tests.Models.Pulls;

/// <summary>A registry of models and plain files over real HTTP, that can do whatever goes wrong with real ones.</summary>
internal sealed class TestRegistry : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, byte[]> _files = new();
    private readonly ConcurrentDictionary<string, byte[]> _manifests = new();

    private TestRegistry(WebApplication app) => _app = app;

    public Uri Url => new(_app.Urls.First());

    public string Host => Url.Authority;

    public ConcurrentQueue<Seen> Requests { get; } = new();

    public IEnumerable<Seen> Blobs => Requests.Where(r => r.Path.Contains("/blobs/", StringComparison.Ordinal));

    public bool Ranges { get; set; } = true;

    public bool TellsLength { get; set; } = true;

    public string? ETag { get; set; }

    /// <summary>Each is for one answer: it ends after so many bytes.</summary>
    public ConcurrentQueue<int> Cuts { get; } = new();

    /// <summary>Each is for one answer: it is this status.</summary>
    public ConcurrentQueue<int> Statuses { get; } = new();

    /// <summary>No answer gives more than so many bytes until <see cref="Release"/>.</summary>
    public int? HoldAfter { get; set; }

    /// <summary>Where blobs are, in place of here.</summary>
    public Uri? BlobsAt { get; set; }

    /// <summary>Wanted of everybody, and given at <c>/token</c> to everybody.</summary>
    public string? Token { get; set; }

    public TaskCompletionSource Release { get; private set; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public static async Task<TestRegistry> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        var registry = new TestRegistry(app);
        app.Run(registry.AnswerAsync);
        await app.StartAsync();
        return registry;
    }

    /// <summary>A file that is a GGUF in all but use, of about this length.</summary>
    public static byte[] Gguf(int length, int seed = 1)
    {
        var weights = new float[(length / 4) - 64];
        for (var i = 0; i < weights.Length; i++) weights[i] = i * seed;
        return new GgufBuilder().Add("general.architecture", "llama").Tensor("weights", GgufTensorType.F32, weights, weights.Length).Build();
    }

    public static string Digest(byte[] bytes) => "sha256:" + Convert.ToHexStringLower(SHA256.HashData(bytes));

    /// <returns>The manifest.</returns>
    public byte[] Add(string name, byte[] model, string template = "{{ .Prompt }}", string config = "{\"model_format\":\"gguf\"}")
    {
        var manifest = JsonSerializer.SerializeToUtf8Bytes(new
        {
            schemaVersion = 2,
            mediaType = "application/vnd.docker.distribution.manifest.v2+json",
            config = Put("application/vnd.docker.container.image.v1+json", Encoding.UTF8.GetBytes(config)),
            layers = new[] { Put("application/vnd.ollama.image.model", model), Put("application/vnd.ollama.image.template", Encoding.UTF8.GetBytes(template)) },
        });
        AddManifest(name, manifest);
        return manifest;
    }

    /// <param name="name">Namespace, model and tag: <c>library/tiny:latest</c>.</param>
    public void AddManifest(string name, byte[] manifest)
    {
        var colon = name.IndexOf(':', StringComparison.Ordinal);
        _manifests[$"/v2/{name[..colon]}/manifests/{name[(colon + 1)..]}"] = manifest;
    }

    /// <summary>Gives other bytes under a digest than it says.</summary>
    public void Spoil(byte[] model)
    {
        var spoilt = model.ToArray();
        spoilt[^1] ^= 1;
        _files[Digest(model)] = spoilt;
    }

    public Uri AddFile(string path, byte[] bytes)
    {
        _files[path] = bytes;
        return new Uri(Url, path);
    }

    public object Put(string mediaType, byte[] bytes)
    {
        _files[Digest(bytes)] = bytes;
        return new { mediaType, digest = Digest(bytes), size = bytes.Length };
    }

    public void LetGo()
    {
        HoldAfter = null;
        Release.TrySetResult();
        Release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    public async ValueTask DisposeAsync()
    {
        Release.TrySetResult();
        using var bound = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        await _app.StopAsync(bound.Token);
        await _app.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var path = context.Request.Path.ToString();
        Requests.Enqueue(new Seen(path, context.Request.QueryString.ToString(), context.Request.Headers.Range.ToString(), context.Request.Headers.Authorization.ToString(), context.Request.Headers.Accept.ToString()));
        if (path == "/token")
        {
            await context.Response.WriteAsJsonAsync(new { token = Token });
            return;
        }
        if (Token is not null && context.Request.Headers.Authorization != $"Bearer {Token}")
        {
            context.Response.StatusCode = 401;
            context.Response.Headers.WWWAuthenticate = $"Bearer realm=\"{Url}token\",service=\"models\",scope=\"repository:x:pull\"";
            return;
        }
        if (Statuses.TryDequeue(out var status))
        {
            context.Response.StatusCode = status;
            return;
        }
        if (_manifests.TryGetValue(path, out var manifest))
        {
            await context.Response.Body.WriteAsync(manifest);
            return;
        }
        var blob = path.IndexOf("/blobs/", StringComparison.Ordinal);
        if (blob > 0 && BlobsAt is { } elsewhere)
        {
            context.Response.Redirect(new Uri(elsewhere, path).ToString());
            return;
        }
        if (_files.TryGetValue(blob > 0 ? path[(blob + 7)..] : path, out var bytes)) await SendAsync(context, bytes);
        else context.Response.StatusCode = 404;
    }

    private async Task SendAsync(HttpContext context, byte[] bytes)
    {
        var (from, to) = (0, bytes.Length - 1);
        var range = context.Request.GetTypedHeaders().Range?.Ranges.Single();
        if (Ranges && range is not null)
        {
            (from, to) = ((int)(range.From ?? 0), (int)Math.Min(range.To ?? long.MaxValue, bytes.Length - 1));
            context.Response.StatusCode = 206;
            context.Response.Headers.ContentRange = string.Create(CultureInfo.InvariantCulture, $"bytes {from}-{to}/{bytes.Length}");
        }
        if (ETag is not null) context.Response.Headers.ETag = ETag;
        if (TellsLength) context.Response.ContentLength = to - from + 1;
        var cut = Cuts.TryDequeue(out var at) ? Math.Min(at, to - from + 1) : (int?)null;
        var length = cut ?? to - from + 1;
        var first = HoldAfter is { } hold ? Math.Min(hold, length) : length;
        await context.Response.Body.WriteAsync(bytes.AsMemory(from, first), context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
        if (first < length)
        {
            await Release.Task.WaitAsync(context.RequestAborted);
            await context.Response.Body.WriteAsync(bytes.AsMemory(from + first, length - first), context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
        }
        if (cut is not null) context.Abort();
    }

    /// <summary>What was asked for.</summary>
    internal sealed record Seen(string Path, string Query, string Range, string Authorization, string Accept);
}
