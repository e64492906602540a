using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Ziggie.Tests.Doctor.Support;
using Ziggie.Tests.Support;

namespace Ziggie.Tests.Doctor.Situations;

/// <summary>Real containers whose servers are not where they are looked for.</summary>
[Collection(ContainerEngineTests.Name)]
public sealed class ContainerSituationsFunctionalTests(ContainerEngine engine)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact(Timeout = 180_000)]
    public async Task Servers_and_names_that_only_a_container_knows()
    {
        if (engine.IsMissing()) return;
        using var native = new TcpListener(IPAddress.Loopback, 0);
        native.Start();
        var (port, published, nativePort) = (ZiggieProcess.FreePort(), ZiggieProcess.FreePort(), ((IPEndPoint)native.LocalEndpoint).Port);
        var name = $"zt-{Guid.NewGuid():N}"[..12];
        await engine.RunAsync(Fields("127.0.0.1:8080", port), $"{name}-inner");
        await engine.RunAsync(Fields("0.0.0.0:8080", published), $"{name}-open");
        await engine.RunAsync(new { Cmd = (string[])["sleep", "600"], Env = (string[])[$"LLM_BASE_URL=http://someone:hunter2@localhost:{nativePort}/v1"] }, $"{name}-web");
        var config = $"""
            discovery: {"{"} enabled: false {"}"}
            backends:
              - name: inner
                type: openai
                url: http://127.0.0.1:{port}/v1
              - name: name
                type: openai
                url: http://{name}-open:8080/v1
              - name: native
                type: ollama
                url: http://127.0.0.1:{nativePort}
            """;
        await using var ziggie = await ZiggieProcess.StartAsync(config, Cancel, new Dictionary<string, string> { ["DOCKER_HOST"] = $"unix://{engine.Socket}" });

        var report = await AskedDoctor.RunAsync(ziggie.Admin);

        var inner = AskedDoctor.RootOf(report, "backend:inner");
        Assert.Equal("N103", inner.GetProperty("code").GetString());
        Assert.Contains($"the container {name}-inner, where httpd listens on 127.0.0.1:8080 only", inner.GetProperty("cause").GetString()!.Replace("busybox", "httpd", StringComparison.Ordinal), StringComparison.Ordinal);
        var unknown = AskedDoctor.RootOf(report, "backend:name");
        Assert.Equal("N102", unknown.GetProperty("code").GetString());
        Assert.Contains(string.Create(CultureInfo.InvariantCulture, $":{published}/v1"), unknown.GetProperty("fix").GetString(), StringComparison.Ordinal);
        Assert.Equal("N104", AskedDoctor.Told(report, $"container:{name}-web"));
        Assert.DoesNotContain("hunter2", report.ToString(), StringComparison.Ordinal);
    }

    private static object Fields(string listen, int port) => new
    {
        Cmd = (string[])["httpd", "-f", "-p", listen],
        ExposedPorts = new Dictionary<string, object> { ["8080/tcp"] = new { } },
        HostConfig = new { PortBindings = new Dictionary<string, object> { ["8080/tcp"] = (object[])[new { HostIp = "127.0.0.1", HostPort = port.ToString(CultureInfo.InvariantCulture) }] } },
    };
}
