using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Ziggie.Simulator;
using Ziggie.Tests.Support;

namespace Ziggie.Tests.Simulator;

/// <summary>Every fault, as it looks on the wire.</summary>
public sealed class FaultsFunctionalTests : SimulatorTestBase
{
    private const string Path = "/v1/chat/completions";

    [Fact]
    public async Task Reset_resets_the_connection_before_any_byte()
    {
        var (bytes, reset) = await RawAsync("reset");

        Assert.Empty(bytes);
        Assert.True(reset);
    }

    [Fact]
    public async Task Drop_resets_the_connection_after_so_many_tokens()
    {
        var (bytes, reset) = await RawAsync("drop after=5");

        Assert.True(reset);
        var (chunks, ended) = RawHttp.Chunks(bytes);
        Assert.False(ended);
        Assert.Equal("This is a simulated reply", Said(chunks));
    }

    [Fact]
    public async Task Drop_fin_closes_the_connection_without_the_bodys_end()
    {
        var (bytes, reset) = await RawAsync("drop-fin after=5");

        Assert.False(reset);
        var (chunks, ended) = RawHttp.Chunks(bytes);
        Assert.False(ended);
        Assert.Equal("This is a simulated reply", Said(chunks));
    }

    [Theory]
    [InlineData("drop", true)]
    [InlineData("drop-fin", false)]
    public async Task A_reply_in_one_piece_is_dropped_in_its_middle(string fault, bool asReset)
    {
        var (bytes, reset) = await RawAsync(fault, stream: false);

        Assert.Equal(asReset, reset);
        var text = Encoding.UTF8.GetString(bytes);
        var promised = int.Parse(text.Split("Content-Length: ")[1].Split('\r')[0], System.Globalization.CultureInfo.InvariantCulture);
        Assert.InRange(bytes.Length - text.IndexOf("\r\n\r\n", StringComparison.Ordinal) - 4, 1, promised - 1);
    }

    [Fact]
    public async Task Garbage_is_not_http()
    {
        var (bytes, _) = await RawAsync("garbage");

        Assert.NotEmpty(bytes);
        Assert.False(bytes.AsSpan().StartsWith("HTTP/"u8));
        await Assert.ThrowsAsync<HttpRequestException>(() => SendAsync("garbage"));
    }

    [Fact]
    public async Task Garbage_body_is_http_with_a_body_that_is_neither_json_nor_text()
    {
        using var reply = await SendAsync("garbage-body");
        var body = await reply.Content.ReadAsByteArrayAsync(Cancellation);

        Assert.Equal(200, (int)reply.StatusCode);
        Assert.False(Utf8.IsValid(body));
    }

    [Fact]
    public async Task Malformed_json_breaks_one_frame_and_goes_on()
    {
        using var reply = await SendAsync("malformed-json after=2");
        var frames = Frames(await reply.Content.ReadAsStringAsync(Cancellation));

        Assert.Single(frames, f => f != "[DONE]" && !IsJson(f));
        Assert.Equal("[DONE]", frames[^1]);
    }

    [Theory]
    [InlineData("malformed-json")]
    [InlineData("no-finish")]
    [InlineData("double-finish")]
    public async Task A_reply_in_one_piece_is_no_json_then(string fault)
    {
        using var reply = await SendAsync(fault, stream: false);

        Assert.False(IsJson(await reply.Content.ReadAsStringAsync(Cancellation)));
    }

    [Theory]
    [InlineData("html", 200)]
    [InlineData("html-502", 502)]
    public async Task Html_is_a_page_for_people(string fault, int status)
    {
        using var reply = await SendAsync(fault);

        Assert.Equal((status, "text/html"), ((int)reply.StatusCode, reply.Content.Headers.ContentType?.MediaType));
        Assert.Contains("<html>", await reply.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Split_utf8_cuts_characters_between_chunks_and_loses_nothing()
    {
        var (bytes, _) = await RawAsync("split-utf8", prompt: "[[say:Grüße, 世界 🙂]]");

        var (chunks, ended) = RawHttp.Chunks(bytes);
        Assert.True(ended);
        Assert.Equal(5, chunks.Count(c => !Utf8.IsValid(c) && c[^1] >= 0xC0));
        Assert.Equal("Grüße, 世界 🙂", Said(chunks));
    }

    [Fact]
    public async Task Cut_utf8_ends_for_good_within_a_character()
    {
        using var reply = await SendAsync("cut-utf8");
        var body = await reply.Content.ReadAsByteArrayAsync(Cancellation);

        Assert.Equal(0xC3, body[^1]);
    }

    [Fact]
    public async Task No_finish_ends_well_but_without_a_reason_and_done()
    {
        using var reply = await SendAsync("no-finish");
        var text = await reply.Content.ReadAsStringAsync(Cancellation);

        Assert.DoesNotContain("[DONE]", text, StringComparison.Ordinal);
        Assert.All(Frames(text), f => Assert.Equal(JsonValueKind.Null, Json(f).GetProperty("choices")[0].GetProperty("finish_reason").ValueKind));
    }

    [Fact]
    public async Task Double_finish_says_it_twice()
    {
        using var reply = await SendAsync("double-finish");
        var frames = Frames(await reply.Content.ReadAsStringAsync(Cancellation));

        Assert.Equal(2, frames.Count(f => f == "[DONE]"));
        Assert.Equal(2, frames.Count(f => f.Contains("\"finish_reason\":\"stop\"", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Error_in_stream_ends_the_stream_with_an_error()
    {
        using var reply = await SendAsync("error-in-stream after=2");
        var frames = Frames(await reply.Content.ReadAsStringAsync(Cancellation));

        Assert.StartsWith("Simulated failure", Json(frames[^1]).GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("401", 401)]
    [InlineData("403", 403)]
    [InlineData("404", 404)]
    [InlineData("429 retry-after=7s", 429)]
    [InlineData("500", 500)]
    [InlineData("503", 503)]
    [InlineData("529", 529)]
    public async Task A_status_is_an_error_in_the_dialects_shape(string fault, int status)
    {
        using var reply = await SendAsync(fault);

        Assert.Equal(status, (int)reply.StatusCode);
        Assert.Contains($"{status}", (await JsonAsync(reply)).GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Equal(status == 429 ? TimeSpan.FromSeconds(7) : null, reply.Headers.RetryAfter?.Delta);
    }

    [Fact]
    public async Task Huge_line_goes_on_without_an_end()
    {
        var server = await StartAsync();
        using var raw = await RawHttp.PostAsync(server.Port, Path, Chat("[[fault:huge-line]]", stream: true), Cancellation);

        Assert.True(await raw.CountAsync(20_000_000, Cancellation) >= 20_000_000);
        raw.Dispose();
        Assert.Equal("huge-line", (await server.WaitForCancellationAsync(Cancellation)).Fault);
    }

    [Fact]
    public async Task Slow_bytes_come_one_by_one()
    {
        var (bytes, _) = await RawAsync("slow-bytes", prompt: "[[say:a]]");

        Assert.All(RawHttp.Chunks(bytes).Chunks, c => Assert.Single(c));
    }

    [Fact]
    public async Task Hang_sends_nothing_until_the_caller_leaves()
    {
        var time = new ManualTime();
        var server = await StartAsync(SimulatorOptions.Instant with { Time = time });
        using var raw = await RawHttp.PostAsync(server.Port, Path, Chat("[[fault:hang]]"), Cancellation);
        await server.WaitUntilAsync(s => s.Active == 1, Cancellation);
        var reading = raw.ReadToEndAsync(Cancellation);

        time.Advance(TimeSpan.FromHours(1));
        Assert.False(reading.IsCompleted);
        raw.Dispose();

        Assert.Equal("hang", (await server.WaitForCancellationAsync(Cancellation)).Fault);
    }

    [Fact]
    public async Task Slow_load_answers_after_its_time()
    {
        var time = new ManualTime();
        var server = await StartAsync(SimulatorOptions.Instant with { Time = time });
        var asking = AskAsync(server, Path, Chat("[[fault:slow-load for=60s]]"));

        await time.WaitForWaiterAsync(Cancellation);
        time.Advance(TimeSpan.FromSeconds(59));
        Assert.False(asking.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal("stop", (await asking).GetProperty("choices")[0].GetProperty("finish_reason").GetString());
    }

    [Fact]
    public async Task Stall_says_some_tokens_and_then_nothing()
    {
        var server = await StartAsync();
        using var raw = await RawHttp.PostAsync(server.Port, Path, Chat("[[fault:stall after=2]]", stream: true), Cancellation);

        Assert.DoesNotContain("simulated", await raw.ReadUntilAsync("\" is\"", Cancellation), StringComparison.Ordinal);
        raw.Dispose();

        Assert.Equal(2, (await server.WaitForCancellationAsync(Cancellation)).Tokens);
    }

    [Fact]
    public async Task A_fault_set_on_the_server_holds_until_it_is_taken_back_and_spares_lists()
    {
        var server = await StartAsync();
        server.Fault = Fault.Parse("500 every=2");

        Assert.Equal([200, 500, 200, 500], await StatusesAsync(server, 4));
        Assert.Equal("demo", (await GetAsync(server, "/v1/models")).GetProperty("data")[0].GetProperty("id").GetString());
        server.Fault = null;
        Assert.Equal([200, 200], await StatusesAsync(server, 2));
        server.Fault = Fault.Parse("500 everywhere");
        await Assert.ThrowsAsync<HttpRequestException>(() => GetAsync(server, "/v1/models"));
    }

    private async Task<List<int>> StatusesAsync(SimulatorServer server, int count)
    {
        var statuses = new List<int>();
        for (var i = 0; i < count; i++)
        {
            using var reply = await PostAsync(server, Path, Chat("Hello"));
            statuses.Add((int)reply.StatusCode);
        }
        return statuses;
    }

    private async Task<HttpResponseMessage> SendAsync(string fault, bool stream = true) =>
        await PostAsync(await StartAsync(), Path, Chat($"[[fault:{fault}]]", stream));

    private async Task<(byte[] Bytes, bool Reset)> RawAsync(string fault, bool stream = true, string prompt = "")
    {
        var server = await StartAsync();
        using var raw = await RawHttp.PostAsync(server.Port, Path, Chat($"[[fault:{fault}]]{prompt}", stream), Cancellation);
        return await raw.ReadToEndAsync(Cancellation);
    }

    private static string Said(IEnumerable<byte[]> chunks) => string.Concat(Frames(Encoding.UTF8.GetString([.. chunks.SelectMany(c => c)]))
        .Where(f => f != "[DONE]")
        .Select(f => Json(f).GetProperty("choices")[0].GetProperty("delta"))
        .Select(d => d.TryGetProperty("content", out var content) ? content.GetString() : ""));

    private static List<string> Frames(string body) =>
        [.. body.Split("\n\n", StringSplitOptions.RemoveEmptyEntries).Select(f => f.StartsWith("data: ", StringComparison.Ordinal) ? f[6..] : f)];

    private static bool IsJson(string text)
    {
        try
        {
            Json(text);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static JsonElement Json(string text) => JsonDocument.Parse(text).RootElement;
}
