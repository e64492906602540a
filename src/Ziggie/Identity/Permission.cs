namespace Ziggie.Identity;

/// <summary>What a caller may do. A role has a set of them; a key has its scopes, never more than its owner's role.</summary>
[Flags]
public enum Permissions
{
    None = 0,

    /// <summary>Scope <c>models</c>: call models, chat.</summary>
    Models = 1,

    /// <summary>Scope <c>uploads</c>.</summary>
    Uploads = 2,

    /// <summary>Scope <c>knowledge</c>.</summary>
    Knowledge = 4,

    /// <summary>Scope <c>read</c>: look at pages and state.</summary>
    Read = 8,

    /// <summary>Scope <c>operate</c>: services, fixes, backends.</summary>
    Operate = 16,

    /// <summary>Scope <c>admin</c>: users, others' keys, audit, settings.</summary>
    Admin = 32,
}

/// <summary>A user's role, each including the ones before it.</summary>
public enum UserRole { Viewer, Member, Operator, Admin }
