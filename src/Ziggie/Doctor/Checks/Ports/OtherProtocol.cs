using Ziggie.Doctor.Checks.Common;
using Ziggie.Doctor.Findings;
using Ziggie.Doctor.Gathering.Backends;

namespace Ziggie.Doctor.Checks.Ports;

/// <summary>Something that does not answer HTTP, or only with or without TLS.</summary>
internal static class OtherProtocol
{
    /// <summary>How services begin to speak, or answer a request that they don't understand.</summary>
    private static readonly (byte[] Start, string Name)[] s_known =
    [
        ("SSH-"u8.ToArray(), "an SSH server"), ("-ERR"u8.ToArray(), "Redis or a program with its protocol"), ("220 "u8.ToArray(), "a mail or FTP server"), ("RFB "u8.ToArray(), "a VNC server"),
        ("+OK"u8.ToArray(), "a POP3 server"), ("* OK"u8.ToArray(), "an IMAP server"), ([0x15, 0x03], "a server that wants TLS"), ([0x00, 0x00, 0x12, 0x04], "a server of HTTP/2 alone, such as gRPC"),
        ([0x00, 0x00, 0x18, 0x04], "a server of HTTP/2 alone, such as gRPC"), ([0x00, 0x00, 0x00, 0x04], "a server of HTTP/2 alone, such as gRPC"), ([(byte)'E', 0x00, 0x00, 0x00], "PostgreSQL"),
    ];

    public static Said? Say(BackendEvidence backend)
    {
        if (backend.List is not { Outcome: HttpOutcome.NotHttp or HttpOutcome.Tls or HttpOutcome.Dropped } list) return null;
        var (place, https) = ($"{backend.Url!.Host}:{backend.Port}", backend.Url.Scheme == "https");
        var first = backend.Wire?.First ?? [];
        if (!https && backend.Wire is { SpeaksTls: true }) return Is($"What listens at {place} speaks TLS, and the backend's address says http.", Scheme(backend, "https"));
        if (https && first.AsSpan().StartsWith("HTTP/"u8)) return backend.Wire!.SpeaksTls ? Certificate() : Is($"What listens at {place} speaks HTTP without TLS, and the backend's address says https.", Scheme(backend, "http"));
        if (https && backend.Wire is { SpeaksTls: true }) return Certificate();
        var known = s_known.FirstOrDefault(k => first.AsSpan().StartsWith(k.Start)).Name ?? (first.AsSpan().IndexOf("mysql"u8) >= 0 ? "MySQL or MariaDB" : null);
        return new Said(
            known is not null ? $"At {place} there is {known}, not a model server: it does not speak HTTP." : $"What listens at {place} does not speak HTTP{(first.Length > 0 ? $": it says \"{Shown.Text(first)}\"" : "")}.",
            "Give the backend the port of the model server, or end the program that holds it.")
        { Layer = Layer.Protocol };

        Said Is(string cause, Settings.BackendSettings better) => new(cause, "", better) { Layer = Layer.Protocol };

        Said Certificate() => new(
            $"What listens at {place} speaks TLS with a certificate that this machine does not trust: {list.Error}",
            "Let this machine trust the certificate's issuer (its store of certificates, or SSL_CERT_FILE), or call the server by the name for which the certificate is.")
        { Layer = Layer.Protocol };
    }

    private static Settings.BackendSettings Scheme(BackendEvidence backend, string scheme) =>
        backend.Settings with { Url = $"{scheme}://{backend.Url!.Authority}{(backend.Url.IsDefaultPort ? $":{backend.Url.Port}" : "")}{backend.Url.AbsolutePath.TrimEnd('/')}" };
}
