namespace Ziggie.Server.Up;

/// <summary>How <c>ziggie</c> ends, for scripts.</summary>
public static class ExitCodes
{
    public const int Fine = 0;
    public const int Failure = 1;
    public const int ConfigurationInvalid = 3;
    public const int PortTaken = 4;
    public const int DataDirectoryInUse = 7;
}
