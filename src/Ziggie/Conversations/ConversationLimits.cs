namespace Ziggie.Conversations;

/// <summary>Bounds of conversations and of the generations that write into them.</summary>
internal sealed record ConversationLimits
{
    public int PerUser { get; init; } = 20_000;
    public int PageSize { get; init; } = 100;
    public int TitleLength { get; init; } = 200;
    public int MadeTitleLength { get; init; } = 60;
    public int ModelLength { get; init; } = 256;
    public int SystemBytes { get; init; } = 256 << 10;
    public int ContentBytes { get; init; } = 1 << 20;
    public int ImagesPerMessage { get; init; } = 8;
    public int ImageBytes { get; init; } = 10 << 20;

    /// <summary>All pictures that go to the model together: they have to fit into a request's body.</summary>
    public long ImageBytesTogether { get; init; } = 20 << 20;

    /// <summary>All text that goes to the model together.</summary>
    public long ContentBytesTogether { get; init; } = 8 << 20;

    /// <summary>Messages of one conversation, replaced ones included.</summary>
    public int Messages { get; init; } = 4000;

    /// <summary>Characters of a reply, thinking included.</summary>
    public int ReplyLength { get; init; } = 4 << 20;

    public int RunningPerUser { get; init; } = 8;
    public int RunningTogether { get; init; } = 512;

    /// <summary>Deltas are gathered for this long: about thirty a second.</summary>
    public TimeSpan DeltaInterval { get; init; } = TimeSpan.FromMilliseconds(33);

    /// <summary>What a crash may cost.</summary>
    public TimeSpan SaveInterval { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How often a silent generation shows in the database that it lives.</summary>
    public TimeSpan TouchInterval { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>A generation of another process that has not shown up for this long is dead.</summary>
    public TimeSpan DeadAfter { get; init; } = TimeSpan.FromSeconds(90);

    /// <summary>From the wish to stop until running generations are cut off; within the 30 s that requests get.</summary>
    public TimeSpan ShutdownGrace { get; init; } = TimeSpan.FromSeconds(25);

    /// <summary>How long the end of a generation is tried to be saved when the database cannot be written.</summary>
    public TimeSpan SaveAtEnd { get; init; } = TimeSpan.FromMinutes(2);
}
