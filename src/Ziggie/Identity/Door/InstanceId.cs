using System.Security.Cryptography;

namespace Ziggie.Identity.Door;

/// <summary>This process's name in <c>Via</c>, by which it knows requests that it forwarded itself.</summary>
public sealed class InstanceId
{
    /// <summary>The pseudonym, e.g. <c>ziggie-3f9c0a1b22d4</c>. A <c>Via</c> header is <c>1.1 </c> and this.</summary>
    public string Pseudonym { get; } = "ziggie-" + RandomNumberGenerator.GetHexString(12, lowercase: true);
}
