namespace Ziggie.Cli;

/// <summary>What the program's exit code means.</summary>
public static class ExitCode
{
    public const int Fine = 0;
    public const int Failure = 1;
    public const int Usage = 2;

    /// <summary><c>doctor</c> found problems.</summary>
    public const int Problems = 2;
    public const int ConfigurationInvalid = 3;
    public const int PortTaken = 4;
    public const int NotReachable = 5;
    public const int NotAllowed = 6;
    public const int DataDirectoryInUse = 7;

    /// <summary>Ended by Ctrl-C, as shells expect it.</summary>
    public const int Interrupted = 130;
}

/// <summary>Ends a verb with a message on stderr and an exit code.</summary>
public sealed class CliException(int exitCode, string message) : Exception(message)
{
    public int ExitCode { get; } = exitCode;
}
