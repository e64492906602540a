namespace Ziggie.Benchmarks.Macro.Processes;

/// <summary>An nginx of our own, as the yardstick or as a model server that always says the same.</summary>
internal sealed class NginxProcess
{
    private const string Reply =
        """{"id":"chatcmpl-1","object":"chat.completion","created":1700000000,"model":"mock","choices":[{"index":0,"message":{"role":"assistant","content":"Silent harbour lights, containers drift out to sea, each one holds a world."},"finish_reason":"stop"}],"usage":{"prompt_tokens":24,"completion_tokens":18,"total_tokens":42}}""";
    private const string Models = """{"object":"list","data":[{"id":"mock","object":"model","created":1700000000,"owned_by":"bench"}]}""";

    private NginxProcess(int port, Child child) => (Port, Tree) = (port, ProcessTree.Of(child.Pid));

    /// <summary>Debian keeps it out of the path of those who are not root.</summary>
    public static string Program { get; } = File.Exists("/usr/sbin/nginx") ? "/usr/sbin/nginx" : "nginx";

    public int Port { get; }

    public ProcessTree Tree { get; }

    /// <summary>Answers each chat with the same reply.</summary>
    public static Task<NginxProcess> AnswersAsync(Rig rig, CancellationToken cancel) => StartAsync(rig, "upstream", 1, port =>
        $$"""
        server {
          listen 127.0.0.1:{{port}} backlog=8192;
          keepalive_requests 100000000;
          default_type application/json;
          location = /v1/models { return 200 '{{Models}}'; }
          location / { return 200 '{{Reply}}'; }
        }
        """, cancel);

    /// <summary>Passes everything on: connections to the upstream kept, nothing logged.</summary>
    /// <param name="buffering">Off for streams: each piece goes on as it comes.</param>
    public static Task<NginxProcess> PassesOnAsync(Rig rig, int upstream, bool buffering, CancellationToken cancel) => StartAsync(rig, "front", Environment.ProcessorCount, port =>
        $$"""
        upstream up { server 127.0.0.1:{{upstream}}; keepalive 512; keepalive_requests 100000000; }
        server {
          listen 127.0.0.1:{{port}} backlog=8192;
          keepalive_requests 100000000;
          location / {
            proxy_pass http://up;
            proxy_http_version 1.1;
            proxy_set_header Connection "";
            proxy_buffering {{(buffering ? "on" : "off")}};
            proxy_read_timeout 600s;
          }
        }
        """, cancel);

    private static async Task<NginxProcess> StartAsync(Rig rig, string name, int workers, Func<int, string> servers, CancellationToken cancel)
    {
        var (port, folder) = (Rig.FreePort(), rig.Folder(name));
        var configuration = rig.Write($"{name}.conf",
            $$"""
            daemon off;
            worker_processes {{workers}};
            pid {{folder}}/pid;
            error_log {{folder}}/error.log crit;
            events { worker_connections 16384; }
            http {
              access_log off;
              tcp_nodelay on;
              client_body_temp_path {{folder}}/body;
              proxy_temp_path {{folder}}/proxy;
              fastcgi_temp_path {{folder}}/fastcgi;
              uwsgi_temp_path {{folder}}/uwsgi;
              scgi_temp_path {{folder}}/scgi;
              {{servers(port)}}
            }
            """);
        var child = rig.Start(Program, "-c", configuration, "-p", folder, "-e", Path.Combine(folder, "error.log"));
        await Health.AwaitAsync(child, port, "/v1/models", cancel);
        return new NginxProcess(port, child);
    }
}
