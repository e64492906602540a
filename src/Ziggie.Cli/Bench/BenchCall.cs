using System.Globalization;
using System.Text.Json;
using Ziggie.Cli.Http;
using Ziggie.Cli.Output;

namespace Ziggie.Cli.Bench;

/// <summary>Sends one request and keeps the times.</summary>
internal sealed class BenchCall(ApiClient client, TimeProvider time)
{
    // The first one may have to load the model, and any may wait in a queue.
    private static readonly TimeSpan s_longest = TimeSpan.FromMinutes(35);

    /// <exception cref="OperationCanceledException">Only where <paramref name="cancel"/> asks for it.</exception>
    public async Task<BenchSample> AskAsync(BenchPlan plan, int number, CancellationToken cancel)
    {
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        bound.CancelAfter(s_longest);
        var start = time.GetTimestamp();
        try
        {
            using var response = await client.OpenAsync(HttpMethod.Post, "/v1/chat/completions", plan.Body(number), s_longest, bound.Token);
            return await ReadAsync(response, start, bound.Token);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return BenchSample.Failed(Since(start), $"No end within {s_longest.TotalMinutes:0} minutes.");
        }
        catch (JsonException)
        {
            return BenchSample.Failed(Since(start), "The stream holds something that is no JSON.");
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            return BenchSample.Failed(Since(start), $"The reply broke off: {e.Message}");
        }
    }

    private async Task<BenchSample> ReadAsync(HttpResponseMessage response, long start, CancellationToken cancel)
    {
        var events = new EventReader(await response.Content.ReadAsStreamAsync(cancel));
        double? first = null;
        var last = 0.0;
        var gaps = new List<double>();
        long pieces = 0;
        long? tokens = null, promptTokens = null;
        while (await events.NextAsync(cancel) is { } data)
        {
            if (data.AsSpan().SequenceEqual("[DONE]"u8))
            {
                var queue = double.TryParse(Header(response, "x-ziggie-queue-ms"), CultureInfo.InvariantCulture, out var waited) ? waited : (double?)null;
                return new BenchSample(first, gaps, Since(start), tokens ?? pieces, promptTokens, queue, Header(response, "x-ziggie-model"), Header(response, "x-ziggie-backend"));
            }
            var now = Since(start);
            using var chunk = JsonDocument.Parse(data);
            if (chunk.RootElement.Find("error") is { } error) return BenchSample.Failed(now, error.ValueKind == JsonValueKind.String ? error.ToString() : error.Text("message"));
            if (chunk.RootElement.Find("usage") is { } usage)
            {
                tokens = (long?)usage.Number("completion_tokens");
                promptTokens = (long?)usage.Number("prompt_tokens");
            }
            if (!HasContent(chunk.RootElement)) continue;
            pieces++;
            if (first is null) first = now;
            else gaps.Add(now - last);
            last = now;
        }
        return BenchSample.Failed(Since(start), "The reply broke off before its end.");
    }

    private static bool HasContent(JsonElement chunk) => chunk.Items("choices").Any(c => c.Find("delta") is { } delta
        && (delta.Text("content").Length > 0 || delta.Text("reasoning_content", "reasoning", "thinking").Length > 0 || delta.Find("tool_calls") is not null));

    private double Since(long start) => time.GetElapsedTime(start).TotalMilliseconds;

    private static string? Header(HttpResponseMessage response, string name) => response.Headers.TryGetValues(name, out var values) ? values.FirstOrDefault() : null;
}
