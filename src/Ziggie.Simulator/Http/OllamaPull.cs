using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;
using Ziggie.Wire;

namespace Ziggie.Simulator.Http;

/// <summary>Ollama's pull: progress in steps, a gap between them; then the model is there. A name with "no-such" in it is not to be had.</summary>
internal sealed class OllamaPull(SimulatorOptions options, ModelShelf shelf)
{
    private const int Steps = 10;

    public async Task RunAsync(HttpContext http, ReadOnlyMemory<byte> body)
    {
        var name = OllamaBodies.ModelOf(body);
        var stream = OllamaBodies.Streams(body);
        var missing = name.Contains("no-such", StringComparison.Ordinal);
        if (missing && !stream)
            throw new WireException(new WireError(ErrorKind.Internal, "pull model manifest: file does not exist"));

        http.Response.ContentType = stream ? "application/x-ndjson" : "application/json";
        if (stream) await SendAsync(http, "{\"status\":\"pulling manifest\"}");
        if (missing)
        {
            await SendAsync(http, "{\"error\":\"pull model manifest: file does not exist\"}");
            return;
        }
        for (var step = 1; step <= Steps; step++)
        {
            if (options.Gap > TimeSpan.Zero) await Task.Delay(options.Gap, options.Time, http.RequestAborted);
            if (stream) await SendAsync(http, Progress(name, step));
        }
        shelf.Add(name);
        if (stream) await SendAsync(http, "{\"status\":\"verifying sha256 digest\"}");
        await SendAsync(http, "{\"status\":\"success\"}");
    }

    private static string Progress(string name, int step)
    {
        var model = ModelShelf.Listing(name);
        return string.Create(CultureInfo.InvariantCulture,
            $"{{\"status\":\"pulling {model.Digest![..12]}\",\"digest\":\"sha256:{model.Digest}\",\"total\":{model.Size},\"completed\":{model.Size * step / Steps}}}");
    }

    private static async Task SendAsync(HttpContext http, string line) =>
        await new HttpOutlet(http.Response).SendAsync(Encoding.UTF8.GetBytes(line + "\n"), http.RequestAborted);
}
