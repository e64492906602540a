using Ziggie.Doctor.Findings;

namespace Ziggie.Doctor.Codes;

/// <summary>Ways to a server: names, connections, protocols.</summary>
internal static class NetworkCodes
{
    private const string ChangesBackend = "It changes the backend's address, if the backend was added through the dashboard or the API; one of ziggie.yaml is changed there, by you.";

    public static readonly DoctorCode Refused = new(
        "N101", "Connection refused: nobody listens", Severity.Problem, Layer.Listener,
        "The machine is there, and at that port nobody listens: the server is not started, has ended, listens at another port, or at another address of the machine. A refusal comes at once; it is not a firewall, which mostly lets callers wait.",
        "Start the server, or give the backend the port and address at which it listens. The evidence names servers of this kind that listen at other ports, and containers for this port that have ended.")
    {
        ByHand = ["curl -sS -m 2 http://127.0.0.1:11434/", "ss -ltnp 'sport = :11434'", "ss -ltnp", "docker ps -a"],
        Fixes = "Where a server of this kind listens at its usual port instead, it gives the backend that port. " + ChangesBackend,
    };

    public static readonly DoctorCode NameNotFound = new(
        "N102", "The host's name is not found", Severity.Problem, Layer.Name,
        "The name has no address on this machine. Names of containers and of services in a compose file, and host.docker.internal, exist only inside container networks: outside, a container is reached through a port that it publishes. Other names are misspelt, or known to a name server that this machine does not ask. A name server that does not answer at all is N108.",
        "Use an address that this machine knows: for a container 127.0.0.1 and the port that it publishes. Publish one (ports: in the compose file, -p on the command line) where it publishes none.")
    {
        ByHand = ["getent ahosts NAME", "docker ps --format '{{.Names}}  {{.Ports}}'", "cat /etc/hosts /etc/resolv.conf"],
        Fixes = "Where the name is a container's, and that container publishes the port, it writes the published address. " + ChangesBackend,
    };

    public static readonly DoctorCode Dropped = new(
        "N103", "Connection accepted, then dropped", Severity.Problem, Layer.Connection,
        "Something takes the connection and ends it without an answer. Mostly the port is a container's: the engine takes connections for it, and finds nobody inside, because the server in the container listens on 127.0.0.1 of the container only, on another port, or not yet. Where the engine uses packet rules the same shows as a refusal. Without a container it is a server that fails at each request, or expects another protocol, such as TLS.",
        "Let the server inside the container listen on all addresses (0.0.0.0; OLLAMA_HOST=0.0.0.0 for Ollama, --host 0.0.0.0 for llama-server, vLLM and most others), on the port that is published. Publishing it on 127.0.0.1 of the machine keeps others out.")
    {
        ByHand = ["curl -sv -m 2 http://127.0.0.1:11434/", "docker ps --format '{{.Names}}  {{.Ports}}'", "nsenter -n -t $(docker inspect -f '{{.State.Pid}}' NAME) ss -ltn", "docker logs --tail 50 NAME"],
    };

    public static readonly DoctorCode ContainerLocalhost = new(
        "N104", "localhost is meant from inside a container", Severity.Problem, Layer.Configuration,
        "Inside a container localhost and 127.0.0.1 are the container itself, not the machine. An address such as http://localhost:11434 in a container's configuration leads nowhere, though the server runs on the machine or in another container.",
        "For a server in another container use its service's name (both in one network). For one on the machine use host.docker.internal (Docker on Linux: extra_hosts: [\"host.docker.internal:host-gateway\"]), and let it listen beyond 127.0.0.1. Or run the container with the machine's network.")
    {
        ByHand = ["docker inspect -f '{{range .Config.Env}}{{println .}}{{end}}' NAME | grep -i -e localhost -e 127.0.0.1", "docker exec NAME wget -qO- http://localhost:11434/", "ls /.dockerenv /run/.containerenv"],
        Fixes = "Where Ziggie itself is in a container and the server's container is known, it writes the service's name. " + ChangesBackend,
    };

    public static readonly DoctorCode WrongFamily = new(
        "N106", "The address is of the family that nobody serves", Severity.Problem, Layer.Connection,
        "localhost, or another name, stands for an IPv4 and an IPv6 address, and the server listens at one of them only. Programs that try the other one alone, or first, are refused or wait. Ziggie tries all addresses of a name, so where one works this is a warning; where the address that is written down is of the wrong family it is a problem.",
        "Write the address that is served, 127.0.0.1 or [::1], in place of the name; or let the server listen at both.")
    {
        ByHand = ["getent ahosts localhost", "ss -ltn 'sport = :11434'", "curl -4 -sS -m 2 http://localhost:11434/", "curl -6 -sS -m 2 http://localhost:11434/"],
        Fixes = "It writes the address that is served. " + ChangesBackend,
    };

    public static readonly DoctorCode ProxyCaptures = new(
        "N107", "A proxy variable captures local traffic", Severity.Warning, Layer.Configuration,
        "HTTP_PROXY, HTTPS_PROXY or ALL_PROXY is set, and NO_PROXY does not except local addresses: programs that mind these variables (curl, Python, Node, Go) send even calls to 127.0.0.1, or to another container, to the proxy, which can't reach them. Ziggie never uses a proxy for backends, so it may be well while other programs with the same variables are not.",
        "Add localhost, 127.0.0.1, ::1 and the names of local servers to NO_PROXY and no_proxy (both: programs differ in which they read), where the variables are set: the service's unit, the compose file, ~/.docker/config.json, /etc/environment.")
    { ByHand = ["env | grep -i proxy", "tr '\\0' '\\n' < /proc/PID/environ | grep -i proxy | sed 's|//[^@]*@|//|'", "curl -sv -m 2 http://127.0.0.1:11434/ 2>&1 | grep -i proxy"] };

    public static readonly DoctorCode NoAnswer = new(
        "N108", "No answer in time", Severity.Problem, Layer.Connection,
        "It was waited for in vain, and the finding says for what: the name (no name server answers), the connection (nobody takes it: a firewall that drops, a machine that is off, a route that leads nowhere, a server whose queue is full), the head of an answer (the server takes connections and hangs or is busy), or its body (it began to answer and does not come to an end).",
        "Name: look at the name servers of this machine (/etc/resolv.conf). Connection: look whether the machine is on, at its address and at firewalls between. Head or body: look at the server's log and load; restart it if it hangs.")
    { ByHand = ["getent ahosts NAME", "curl -sv -m 5 http://HOST:PORT/", "ip route get ADDRESS", "ss -ltn 'sport = :PORT'"] };

    public static IReadOnlyList<DoctorCode> All { get; } = [Refused, NameNotFound, Dropped, ContainerLocalhost, WrongFamily, ProxyCaptures, NoAnswer];
}
