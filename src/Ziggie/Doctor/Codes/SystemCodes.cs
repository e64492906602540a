using Ziggie.Doctor.Findings;

namespace Ziggie.Doctor.Codes;

/// <summary>The machine below, and the doctor itself.</summary>
internal static class SystemCodes
{
    public static readonly DoctorCode DiskFull = new(
        "S501", "A disk is full, or can't be written", Severity.Problem, Layer.Machine,
        """
        The disk that holds Ziggie's data, the models or the images of containers has next to no space or no inodes left, or the kernel mounted it read-only after an error. Databases then refuse to write, downloads end in the middle, containers do not start, and the messages seldom say why. Inodes are counted separately: very many small files use them up while df still shows free space.
        It is a problem below 1 GiB or 2 %, and a warning below 10 GiB where that is less than 5 %. Other disks are named below 1 %.
        """,
        """
        See what takes the space (du), and delete or move it: models that nobody uses (`ziggie models rm NAME`), images that no container uses (`docker image prune`), old logs (`journalctl --vacuum-size=500M`). A disk that became read-only by itself has had an error: read `dmesg`, save what matters, check it with fsck before it is mounted again.
        """)
    { ByHand = ["df -h PATH", "df -i PATH", "findmnt -T PATH -o TARGET,OPTIONS", "sudo du -xh --max-depth=2 PATH | sort -h | tail", "dmesg --level=err,crit | tail"] };

    public static readonly DoctorCode ClockSkew = new(
        "S502", "Clocks do not agree", Severity.Warning, Layer.Machine,
        """
        A server says another time (the Date of its answers) than this machine by more than a minute. From five minutes on, signed tokens count as expired or not yet valid, TLS certificates are refused, and times in logs and usage can't be compared. Often the clock of a virtual machine stood still while its host slept, or nothing keeps the clock right at all.
        """,
        """
        Switch time synchronisation on for the machine that is wrong: `sudo timedatectl set-ntp true`, or install chrony. Compare both with a third clock first, so that the right one is mended. After a long sleep, `sudo systemctl restart systemd-timesyncd` or `sudo chronyc makestep` sets it at once.
        """)
    { ByHand = ["curl -sI URL | grep -i ^date; date -u", "timedatectl", "chronyc tracking"] };

    public static readonly DoctorCode StalePidFile = new(
        "S503", "A pid file is stale", Severity.Warning, Layer.Machine,
        """
        A file says that a program runs as a certain process, but that process has ended, or its number belongs to another program by now. Programs that trust the file refuse to start ("already running"), and scripts that stop a server by it end a stranger. It is left behind where a program was killed or the machine lost power.
        """,
        "Make sure that the program does not run, and remove the file. Never run `kill $(cat FILE)` with it.")
    {
        ByHand = ["cat FILE", "ps -o pid,lstart,cmd -p $(cat FILE)", "stat -c %y FILE"],
        Fixes = "Removes the file, having made sure that it is the one that was shown and that its process is still not the program that wrote it.",
    };

    public static readonly DoctorCode EngineUnreachable = new(
        "S506", "The container engine is not reachable", Severity.Warning, Layer.Machine,
        """
        Docker or Podman is meant to be here: its socket is there, DOCKER_HOST names one, or ports are published; but it does not answer. Containers that run keep running, but can't be started or stopped, and nothing tells which port is whose. The socket may refuse (the engine does not run), be closed to this user (not in its group), or hang (the engine is stuck).
        Where only the permission lacks and nothing that is examined needs containers, it is a hint.
        """,
        """
        Start it with `sudo systemctl start docker` (or `podman.socket`). Where the permission lacks, `sudo usermod -aG docker $USER`, sign in anew and start Ziggie again; whoever is in that group can do all that root can. Where it hangs, read its log and restart it; containers survive that only with live-restore.
        """)
    { ByHand = ["docker version", "curl -s --max-time 3 --unix-socket /var/run/docker.sock http://x/version", "ls -l /var/run/docker.sock; id -nG", "systemctl status docker", "echo $DOCKER_HOST"] };

    public static readonly DoctorCode ModelFilesUnreadable = new(
        "S507", "A model's file can't be used", Severity.Warning, Layer.Model,
        """
        A model file is missing, empty, cut short, not what its name says, or may not be read by the user that the server runs as. Such a model is not offered at all, or fails to load with a message about something else. Files are cut short where a download or a copy ended early; rights are wrong where root copied a model that a service's user is to serve.
        """,
        """
        Fetch a file that is cut short or damaged again (`ziggie models pull`, `ollama pull`, or the download it came from) and compare its size. Where it may not be read, give it to the server's user: `sudo chown ollama: FILE`, or let others read it: `sudo chmod a+r FILE`, and `a+x` for the folders above it.
        """)
    { ByHand = ["ls -l FILE", "namei -l FILE", "head -c4 FILE   # GGUF", "sudo -u USER head -c4 FILE"] };

    public static readonly DoctorCode LimitsReached = new(
        "S508", "A limit of files or processes is almost reached", Severity.Warning, Layer.Machine,
        """
        A server has almost as many files open (connections count) as it may, or its control group or the whole machine has almost as many threads as it may. At the limit new connections are refused or reset and nothing can be started, with messages such as "Too many open files" or "Resource temporarily unavailable".
        It is a warning from 80 %, and a problem from 95 %.
        """,
        """
        Find out first whether connections or files are leaked (their number grows for ever). Else raise the limit: `LimitNOFILE=65536` or `TasksMax=` in the service's unit (`sudo systemctl edit NAME`), `ulimit -n 65536` in the shell that starts it, `--ulimit nofile=65536` or `--pids-limit` for a container, `sysctl fs.file-max` for the machine. A running process can be helped at once: `sudo prlimit --pid PID --nofile=65536`.
        """)
    { ByHand = ["ls /proc/PID/fd | wc -l; grep 'open files' /proc/PID/limits", "cat /proc/sys/fs/file-nr", "cat /sys/fs/cgroup/…/pids.current /sys/fs/cgroup/…/pids.max"] };

    public static readonly DoctorCode CheckFailed = new(
        "X000", "A check itself failed", Severity.Warning, Layer.Machine,
        "Something that the doctor wanted to look at could not be looked at: a check ran into a fault of its own, or what it asks did not answer in time. What it would have found is not known; all other checks ran.",
        "Run the doctor again. If the finding stays, report it together with its evidence.")
    { ByHand = ["ziggie doctor --json | jq '.findings[] | select(.code == \"X000\")'"] };

    public static IReadOnlyList<DoctorCode> All { get; } = [DiskFull, ClockSkew, StalePidFile, EngineUnreachable, ModelFilesUnreadable, LimitsReached, CheckFailed];
}
