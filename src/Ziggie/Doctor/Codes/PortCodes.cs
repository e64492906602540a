using Ziggie.Doctor.Findings;

namespace Ziggie.Doctor.Codes;

/// <summary>Who answers at a port.</summary>
internal static class PortCodes
{
    private const string Careful = "It does so only to processes of its own user (as root: of any), never to Ziggie and what it started or was started by, nor to a container's, and only if the same processes are still there when it is done.";

    public static readonly DoctorCode Shared = new(
        "P201", "Two servers share one address: answers alternate", Severity.Problem, Layer.Listener,
        "Several processes listen at the very same address and port (SO_REUSEPORT), and they are not workers of one server. The system gives each new connection to one of them, so answers come now from one, now from the other: models that are there and then are not, settings that seem to be lost. Mostly all but one are leftovers of an earlier start.",
        "End those that are not meant, by process id. Find out who started them, a service manager or a terminal, or they come back.")
    {
        ByHand = ["ss -ltnp 'sport = :PORT'", "ps -o pid,ppid,user,lstart,args -p PID,PID", "for i in 1 2 3 4 5 6; do curl -s http://127.0.0.1:PORT/; done"],
        Fixes = "It ends those that live on with a socket whose opener has ended, if another remains. " + Careful,
    };

    public static readonly DoctorCode Shadowed = new(
        "P202", "Another program answers than the one that is meant", Severity.Problem, Layer.Listener,
        "One program listens on all addresses (0.0.0.0 or [::]), another on one of them, such as 127.0.0.1, with the same port. The more specific one gets the connections at its address, so callers on this machine meet another program than callers from outside. The same happens where 127.0.0.1 and [::1] are two programs, and localhost means now one, now the other.",
        "End the one that is not meant, or give it another port. Where both are meant, write the exact address in place of localhost.")
    {
        ByHand = ["ss -ltnp 'sport = :PORT'", "curl -sS -m 2 http://127.0.0.1:PORT/", "curl -sS -m 2 http://[::1]:PORT/", "curl -sS -m 2 http://$(hostname -I | cut -d' ' -f1):PORT/"],
        Fixes = "It ends the program that hides the other, where it lives on with a socket whose opener has ended. " + Careful,
    };

    public static readonly DoctorCode NativeBeforeContainer = new(
        "P203", "A native program answers in place of a container", Severity.Problem, Layer.Listener,
        "A container publishes the port, mostly on all addresses, and a program outside of containers listens on 127.0.0.1 (or another address) with the same port. Callers on this machine reach that program, never the container, however often the container is restarted: mostly an old copy that was started by hand, without the container's settings. The process that the port table names may have ended long ago while children that inherited its socket hold it: they are the ones to end.",
        "End the native program, all processes that hold the socket. If it is the one that is meant, stop the container or publish it on another port.")
    {
        ByHand = ["ss -ltnp 'sport = :PORT'", "docker ps --filter publish=PORT", "ps -o pid,ppid,user,lstart,args -p PID", "readlink /proc/PID/cwd", "ziggie ports --from PORT --to PORT"],
        Fixes = "It ends the native processes that hold the port. " + Careful,
    };

    public static readonly DoctorCode WrongService = new(
        "P204", "The wrong kind of service answers", Severity.Problem, Layer.Identity,
        "Somebody answers at the backend's address, but not as a server of its type does: another kind of model server, the right one under another path, a page, another protocol, TLS where plain HTTP is spoken or the reverse, a redirect to elsewhere or in a circle, an error of a proxy whose server is away, or a server that wants another key (401, 403).",
        "Give the backend the type and address that fit what answers (the finding names them where they could be told), or start the server that is meant.")
    {
        ByHand = ["curl -si -m 2 http://127.0.0.1:11434/api/version", "curl -si -m 2 http://127.0.0.1:8080/v1/models", "curl -si -m 2 http://127.0.0.1:8188/system_stats"],
        Fixes = "Where it could be told what answers, it gives the backend the type and address that fit, if the backend was added through the dashboard or the API; one of ziggie.yaml is changed there, by you.",
    };

    public static readonly DoctorCode AddressInUse = new(
        "P205", "Ziggie's address is in use", Severity.Problem, Layer.Listener,
        "Ziggie does not run, and another program holds the address that it would listen at: it would not start.",
        "End the other program, or let Ziggie listen elsewhere: ziggie up --url http://127.0.0.1:PORT, or server.url in ziggie.yaml.")
    { ByHand = ["ss -ltnp 'sport = :54112'", "ziggie ports --from 54112 --to 54112"] };

    public static IReadOnlyList<DoctorCode> All { get; } = [Shared, Shadowed, NativeBeforeContainer, WrongService, AddressInUse];
}
