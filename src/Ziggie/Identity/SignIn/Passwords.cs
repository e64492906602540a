using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Ziggie.Identity;

/// <summary>Hashes and checks passwords, a few at a time: a flood of sign-ins must not take the processor from everybody else.</summary>
internal sealed class Passwords : IDisposable
{
    public const int Shortest = 8;
    public const int Longest = 256;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly object Nobody = new();
    private readonly PasswordHasher<object> _hasher;
    private readonly SemaphoreSlim _slots = new(Math.Max(1, Environment.ProcessorCount / 2));
    private readonly Lazy<string> _dummy;

    public Passwords(PasswordHasherOptions? options = null)
    {
        _hasher = new PasswordHasher<object>(Options.Create(options ?? new PasswordHasherOptions()));
        _dummy = new Lazy<string>(() => _hasher.HashPassword(Nobody, Secrets.New()));
    }

    public string Hash(string password) => _hasher.HashPassword(Nobody, password);

    /// <summary>Whether it is the password; takes as long where there is no user (<paramref name="hash"/> null). Null where too many wait already.</summary>
    public async Task<bool?> VerifyAsync(string? hash, string password, CancellationToken cancel)
    {
        if (!await _slots.WaitAsync(Patience, cancel).ConfigureAwait(false)) return null;
        try
        {
            var known = hash ?? _dummy.Value;
            var verdict = await Task.Run(() => _hasher.VerifyHashedPassword(Nobody, known, password), cancel).ConfigureAwait(false);
            return hash is not null && verdict != PasswordVerificationResult.Failed;
        }
        finally
        {
            _slots.Release();
        }
    }

    /// <summary>What is wrong with a new password, or null.</summary>
    public static string? Fault(string? password) =>
        string.IsNullOrEmpty(password) ? "A password is needed."
        : password.Length < Shortest ? $"A password has at least {Shortest} characters."
        : password.Length > Longest ? $"A password has at most {Longest} characters."
        : null;

    public void Dispose() => _slots.Dispose();
}
