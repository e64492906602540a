using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace Ziggie.Storage;

/// <summary>A thread for work that nobody waits for: the system gives it what the program's other threads leave.</summary>
public sealed class QuietThread : IDisposable
{
    private readonly BlockingCollection<Action> _work = [];
    private readonly Thread _thread;

    public QuietThread(string name)
    {
        _thread = new Thread(Work) { Name = name, IsBackground = true };
        _thread.Start();
    }

    /// <summary>Awaiting it goes over to the thread; what then finishes at once stays there, any other wait goes on elsewhere.</summary>
    public Door Enter() => new(this);

    /// <summary>Ends the thread after what it has begun; whoever comes later is on the thread pool.</summary>
    public void Dispose() => _work.CompleteAdding();

    private void Work()
    {
        ThreadImportance.LowerThisOne();
        // Never disposed of: whoever comes after the end asks it, and it holds nothing that has to be freed.
        foreach (var step in _work.GetConsumingEnumerable()) step();
    }

    private void Post(Action step)
    {
        try
        {
            _work.Add(step);
        }
        catch (InvalidOperationException)
        {
            // Disposed, but the work has to end somewhere.
            ThreadPool.UnsafeQueueUserWorkItem(static step => step(), step, preferLocal: false);
        }
    }

    /// <summary>The way onto the thread.</summary>
    public readonly struct Door(QuietThread thread) : ICriticalNotifyCompletion
    {
        public bool IsCompleted => Thread.CurrentThread == thread._thread;

        public Door GetAwaiter() => this;

        public void GetResult()
        {
        }

        public void OnCompleted(Action continuation) => thread.Post(continuation);

        public void UnsafeOnCompleted(Action continuation) => thread.Post(continuation);
    }
}
