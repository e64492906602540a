namespace Ziggie.Engine.Libraries;

/// <summary>What an installation works with. Tests give their own packages and disks.</summary>
public sealed record EngineInstall
{
    public required EnginePlaces Places { get; init; }

    /// <summary>For the npm client, which reads its registry, proxy and cache from there.</summary>
    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    public TimeProvider Time { get; init; } = TimeProvider.System;
    internal string Platform { get; init; } = EnginePlatform.Current;
    internal IReadOnlyList<EnginePackages> Known { get; init; } = EnginePackages.Known;

    /// <summary>Bytes that this user can still write where the path lies.</summary>
    internal Func<string, long> FreeSpace { get; init; } = path => new DriveInfo(path).AvailableFreeSpace;

    /// <summary>For one package, over a slow line.</summary>
    internal TimeSpan FetchTimeout { get; init; } = TimeSpan.FromMinutes(45);

    /// <summary>For another installer to finish.</summary>
    internal TimeSpan LockTimeout { get; init; } = TimeSpan.FromMinutes(60);
}

/// <summary>What an installation is doing.</summary>
public enum EnginePhase { Waiting, Fetching, Checking, Unpacking }

/// <summary>How far an installation is.</summary>
/// <param name="What">The package at hand; empty while waiting for another installer.</param>
/// <param name="Done">Bytes of this phase.</param>
/// <param name="Total">0 while that is not known.</param>
public sealed record EngineProgress(EnginePhase Phase, string What, long Done, long Total);

/// <summary>How an installation ended.</summary>
/// <param name="Brought">False: they were there already.</param>
/// <param name="Bytes">What they take on disk.</param>
public sealed record EngineInstalled(EngineLibraries Libraries, bool Brought, long Bytes);

/// <summary>Why the libraries could not be installed, and what to do. Nothing is left half-done.</summary>
public sealed class EngineInstallException(string message, Exception? inner = null) : Exception(message, inner);
