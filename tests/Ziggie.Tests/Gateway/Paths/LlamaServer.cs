using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Ziggie.Tests.Gateway.Paths;

/// <summary>Answers as a llama-server of 2026 was seen to: its bytes, shortened in ids alone.</summary>
internal sealed class LlamaServer : IAsyncDisposable
{
    private const string Models =
        """{"models":[{"name":"tiny","model":"tiny","modified_at":"","size":"","digest":"","type":"model","description":"","tags":[""],"capabilities":["completion"],"parameters":"","details":{"parent_model":"","format":"gguf","family":"","families":[""],"parameter_size":"","quantization_level":""}}],"object":"list","data":[{"id":"tiny","aliases":["tiny"],"tags":[],"object":"model","created":1795260117,"owned_by":"llamacpp","meta":{"vocab_type":1,"n_vocab":512,"n_ctx":512,"n_ctx_train":2048,"n_embd":64,"n_params":312000,"size":1248000,"ftype":"(guessed) all F32"}}]}""";

    private const string Reply =
        """{"choices":[{"finish_reason":"length","index":0,"message":{"role":"assistant","content":", there was","reasoning_content":"One day"}}],"created":1795260502,"model":"tiny","system_fingerprint":"b1-de3ff81","object":"chat.completion","usage":{"completion_tokens":24,"prompt_tokens":5,"total_tokens":29,"prompt_tokens_details":{"cached_tokens":4}},"id":"chatcmpl-QlMA","timings":{"cache_n":4,"prompt_n":1,"prompt_ms":0.957,"prompt_per_token_ms":0.1914,"prompt_per_second":5224.66,"predicted_n":24,"predicted_ms":4.272,"predicted_per_token_ms":0.1857,"predicted_per_second":5383.89}}""";

    private static readonly string[] s_call =
    [
        """{"choices":[{"finish_reason":null,"index":0,"delta":{"role":"assistant","content":null}}],"created":1795261668,"id":"chatcmpl-CJGO","model":"tiny","system_fingerprint":"b1-de3ff81","object":"chat.completion.chunk"}""",
        """{"choices":[{"finish_reason":null,"index":0,"delta":{"reasoning_content":"One day"}}],"created":1795261668,"id":"chatcmpl-CJGO","model":"tiny","system_fingerprint":"b1-de3ff81","object":"chat.completion.chunk"}""",
        """{"choices":[{"finish_reason":null,"index":0,"delta":{"tool_calls":[{"index":0,"id":"HSHe","type":"function","function":{"name":"w","arguments":"{\"city\": \""}}]}}],"created":1795261668,"id":"chatcmpl-CJGO","model":"tiny","system_fingerprint":"b1-de3ff81","object":"chat.completion.chunk"}""",
        """{"choices":[{"finish_reason":null,"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":"Paris"}}]}}],"created":1795261668,"id":"chatcmpl-CJGO","model":"tiny","system_fingerprint":"b1-de3ff81","object":"chat.completion.chunk"}""",
        """{"choices":[{"finish_reason":null,"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":"\"}"}}]}}],"created":1795261668,"id":"chatcmpl-CJGO","model":"tiny","system_fingerprint":"b1-de3ff81","object":"chat.completion.chunk"}""",
        """{"choices":[{"finish_reason":"tool_calls","index":0,"delta":{}}],"created":1795261668,"id":"chatcmpl-CJGO","model":"tiny","system_fingerprint":"b1-de3ff81","object":"chat.completion.chunk"}""",
        """{"choices":[],"created":1795261668,"id":"chatcmpl-CJGO","model":"tiny","system_fingerprint":"b1-de3ff81","object":"chat.completion.chunk","usage":{"completion_tokens":4,"prompt_tokens":300,"total_tokens":304,"prompt_tokens_details":{"cached_tokens":299}},"timings":{"cache_n":299,"prompt_n":1,"prompt_ms":1.242,"predicted_n":4,"predicted_ms":2.6}}""",
        "[DONE]",
    ];

    private readonly WebApplication _app;
    private readonly string _name;
    private int _loadingAnswers;

    private LlamaServer(WebApplication app, string name) => (_app, _name) = (app, name);

    /// <summary>Its base address, with <c>/v1</c>.</summary>
    public string Url => $"{_app.Urls.First()}/v1";

    /// <summary>Everything is answered as while the model loads.</summary>
    public bool Loading { get; set; }

    /// <summary>What it says then.</summary>
    public string Excuse { get; set; } = "Loading model";

    /// <summary>So many further requests for a reply find the model still loading.</summary>
    public int LoadingAnswers { set => _loadingAnswers = value; }

    public static async Task<LlamaServer> StartAsync(string name)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var server = new LlamaServer(app, name);
        app.Run(server.AnswerAsync);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return server;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        var path = context.Request.Path.Value!;
        var body = path == "/v1/models" ? null : await JsonNode.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted);
        var text = body?.ToJsonString() ?? "";
        if (Loading || (body is not null && Interlocked.Decrement(ref _loadingAnswers) >= 0)) await WriteAsync(503, $$"""{"error":{"message":"{{Excuse}}","type":"unavailable_error","code":503} }""");
        else if (body is null) await WriteAsync(200, Models);
        else if (path == "/v1/embeddings") await WriteAsync(501, """{"error":{"code":501,"message":"This server does not support embeddings. Start it with `--embeddings`","type":"not_supported_error"}}""");
        else if (text.Contains("image_url", StringComparison.Ordinal)) await WriteAsync(500, """{"error":{"code":500,"message":"image input is not supported - hint: if this is unexpected, you may need to provide the mmproj","type":"server_error"}}""");
        else if ((bool?)body["stream"] == true) await WriteAsync(200, string.Concat(s_call.Select(c => $"data: {c}\n\n")), "text/event-stream");
        else await WriteAsync(200, Reply);

        Task WriteAsync(int status, string answer, string type = "application/json; charset=utf-8")
        {
            context.Response.StatusCode = status;
            context.Response.ContentType = type;
            return context.Response.WriteAsync(answer.Replace("\"tiny\"", $"\"{_name}\"", StringComparison.Ordinal), context.RequestAborted);
        }
    }
}
