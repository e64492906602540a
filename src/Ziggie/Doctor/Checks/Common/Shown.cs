using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Ziggie.Doctor.Gathering;
using Ziggie.Doctor.Gathering.Backends;
using Ziggie.Machine.Listeners;

namespace Ziggie.Doctor.Checks.Common;

/// <summary>Evidence as lines that a person can repeat: a command, an arrow, what it showed.</summary>
internal static class Shown
{
    private const int MostListeners = 12;
    private const int MostText = 60;

    public static string Line(string command, string showed) => $"{command} → {showed}";

    public static string Name(NameEvidence name) =>
        Line($"getent ahosts {name.Host}", name.Outcome == NameOutcome.Found ? string.Join(", ", name.Addresses) : $"nothing: {name.Error ?? "not found"}");

    public static string Connection(ConnectionEvidence connection) => Line(
        $"curl -sS -m 2 http://{Host(connection.Address)}:{connection.Port}/",
        connection.Outcome switch
        {
            ConnectionOutcome.Accepted => "the connection is taken",
            ConnectionOutcome.Refused => "connection refused",
            ConnectionOutcome.TimedOut => $"no connection within {Seconds(connection.Took)}",
            _ => $"no way there: {connection.Error}",
        });

    public static string Answer(BackendEvidence backend, HttpEvidence answer)
    {
        var url = new Uri(backend.Url!, answer.Path);
        var host = answer.HostHeader is { } header ? $"-H 'Host: {header}' " : "";
        var via = backend.Name is { Addresses.Count: > 1 } ? $"--resolve {url.Host}:{url.Port}:{answer.Via} " : "";
        return Line($"curl -si -m 2 {host}{via}{url}", Answer(answer));
    }

    /// <summary>Who listens at a port, in Ziggie's own network.</summary>
    public static string Listeners(Evidence evidence, int port)
    {
        var found = evidence.TcpPort(port)?.Listeners ?? [];
        var shown = string.Join("; ", found.Take(MostListeners).Select(Listener));
        return Line($"ss -ltnp 'sport = :{port}'", found.Count == 0 ? "nothing" : found.Count > MostListeners ? $"{shown}; and {found.Count - MostListeners} more" : shown);
    }

    public static string Listener(Listener listener) => $"{Host(listener.Address)}:{listener.Port} {Who(listener)}";

    public static string Who(Listener listener)
    {
        if (listener.Holders.Count > 0)
        {
            var who = string.Join(", ", listener.Holders.Take(MostListeners).Select(Holder));
            return listener.Holders.Count > MostListeners ? $"{who} and {listener.Holders.Count - MostListeners} more" : who;
        }
        if (listener.IsPublished) return $"{(listener.Container?.Name is { } name ? $"the container {name}" : "a container")}{(listener.ByPacketRules ? ", by packet rules" : "")}{(listener.PublishedTo is { } to ? $" for {to}" : "")}";
        return listener.User is { } user ? $"a process of user {user}" : listener.UserId is { } id ? $"a process of user {id}" : "a process that may not be seen";
    }

    public static string Host(IPAddress address) => address.AddressFamily == AddressFamily.InterNetworkV6 ? $"[{address}]" : address.ToString();

    public static string Seconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.0} s");

    /// <summary>The first characters that can be printed.</summary>
    public static string Text(ReadOnlySpan<byte> bytes)
    {
        var text = Encoding.UTF8.GetString(bytes[..Math.Min(bytes.Length, MostText)]);
        return string.Concat(text.Select(c => char.IsControl(c) || c == '\uFFFD' ? '.' : c)).Trim();
    }

    /// <summary>Without what may be secret: the query.</summary>
    public static string Place(string location) => location.Split('?')[0];

    private static string Holder(Holder holder) =>
        $"{holder.Name} (process {holder.Pid}{(holder.Started is { } started ? string.Create(CultureInfo.InvariantCulture, $", since {started:yyyy-MM-dd HH:mm} UTC") : "")}){(holder.PublishedTo is { } to ? $" for {to}" : "")}";

    private static string Answer(HttpEvidence answer) => answer.Outcome switch
    {
        HttpOutcome.Answered => $"{answer.Status}{(answer.ContentType is { } type ? $" {type}" : "")}{(answer.Location is { } to ? $", Location: {Place(to)}" : "")}{(answer.Server is { } server ? $", Server: {Text(Encoding.UTF8.GetBytes(server))}" : "")}",
        HttpOutcome.Dropped => "the connection is taken and ended without an answer",
        HttpOutcome.NoHead => $"the connection is taken, and nothing comes within {Seconds(answer.Took)}",
        HttpOutcome.NoEnd => $"{answer.Status}, and its body does not end within {Seconds(answer.Took)}",
        HttpOutcome.Tls => $"no TLS: {answer.Error}",
        _ => "an answer that is not HTTP",
    };
}
