namespace Ziggie.Identity;

/// <summary>Which names users may have.</summary>
internal static class UserNames
{
    private const int Longest = 64;

    /// <summary>What is wrong with a name, or null.</summary>
    public static string? Fault(string? name)
    {
        var trimmed = name?.Trim();
        if (string.IsNullOrEmpty(trimmed)) return "A user needs a name.";
        if (trimmed.Length > Longest) return $"A user's name has at most {Longest} characters.";
        return trimmed.All(c => char.IsLetterOrDigit(c) || c is '.' or '-' or '_' or '@' or '+')
            ? null
            : "A user's name consists of letters, digits and . - _ @ +";
    }
}
