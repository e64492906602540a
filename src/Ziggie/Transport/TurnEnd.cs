using System.Runtime.CompilerServices;
using Ziggie.Transport.Epoll;

namespace Ziggie.Transport;

/// <summary>
/// The end of a socket loop's turn: of what came in together, what is the same for all is done once there. To be awaited at once, on the loop;
/// the default is over already.
/// </summary>
public readonly struct TurnEnd : ICriticalNotifyCompletion
{
    private readonly EpollLoop? _loop;

    private TurnEnd(EpollLoop loop) => _loop = loop;

    public bool IsCompleted => _loop is null;

    /// <summary>Has the work done at the end of the calling loop's turn, before those go on who await it. False where the thread is no loop.</summary>
    internal static bool TryAdd(ITurnWork work, out TurnEnd end)
    {
        end = default;
        if (EpollLoop.Current is not { } loop) return false;
        loop.AtTurnEnd(work);
        end = new TurnEnd(loop);
        return true;
    }

    /// <summary>As <see cref="TryAdd"/> where the work is there already.</summary>
    internal static TurnEnd OfThisLoop() => EpollLoop.Current is { } loop ? new TurnEnd(loop) : default;

    public TurnEnd GetAwaiter() => this;

    public void GetResult()
    {
    }

    public void OnCompleted(Action continuation) => _loop!.AfterTurn(continuation);

    public void UnsafeOnCompleted(Action continuation) => _loop!.AfterTurn(continuation);
}

/// <summary>What a loop does once a turn.</summary>
internal interface ITurnWork
{
    /// <summary>Never throws.</summary>
    void Run();
}
