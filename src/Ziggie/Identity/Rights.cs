namespace Ziggie.Identity;

/// <summary>Words for roles and scopes, and what each allows.</summary>
internal static class Rights
{
    /// <summary>What a new key may do where its maker does not say.</summary>
    public const Permissions DefaultScopes = Permissions.Models | Permissions.Uploads | Permissions.Knowledge;

    private static readonly (string Word, Permissions Scope)[] Scopes =
    [
        ("models", Permissions.Models), ("uploads", Permissions.Uploads), ("knowledge", Permissions.Knowledge),
        ("read", Permissions.Read), ("operate", Permissions.Operate), ("admin", Permissions.Admin),
    ];

    public const string ScopeWords = "models, uploads, knowledge, read, operate, admin";

    public static Permissions Of(UserRole role) => role switch
    {
        UserRole.Viewer => Permissions.Read,
        UserRole.Member => Permissions.Models | Permissions.Uploads | Permissions.Knowledge | Permissions.Read,
        UserRole.Operator => Of(UserRole.Member) | Permissions.Operate,
        UserRole.Admin => Of(UserRole.Operator) | Permissions.Admin,
        _ => Permissions.None,
    };

    /// <summary>What a key may do now: its scopes, as far as its owner's role still allows them. Operating and administering include looking.</summary>
    public static Permissions Of(Permissions scopes, UserRole owner)
    {
        if ((scopes & Permissions.Admin) != 0) scopes |= Permissions.Operate;
        if ((scopes & Permissions.Operate) != 0) scopes |= Permissions.Read;
        return scopes & Of(owner);
    }

    public static string Word(UserRole role) => role switch
    {
        UserRole.Admin => "admin",
        UserRole.Operator => "operator",
        UserRole.Member => "member",
        _ => "viewer",
    };

    public static UserRole? Role(string? word) => word switch
    {
        "admin" => UserRole.Admin,
        "operator" => UserRole.Operator,
        "member" => UserRole.Member,
        "viewer" => UserRole.Viewer,
        _ => null,
    };

    public static string[] Words(Permissions permissions) => [.. Scopes.Where(s => (permissions & s.Scope) != 0).Select(s => s.Word)];

    /// <summary>None for a word that is no scope.</summary>
    public static Permissions Scope(string? word) => Scopes.FirstOrDefault(s => s.Word == word).Scope;
}
