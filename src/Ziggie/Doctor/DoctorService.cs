namespace Ziggie.Doctor;

/// <summary>Examines, one examination at a time, and remembers the last.</summary>
internal sealed class DoctorService(Examination examination, ISubjects subjects) : IDisposable
{
    private static readonly TimeSpan s_bound = TimeSpan.FromSeconds(10);
    private readonly SemaphoreSlim _one = new(1);
    private Diagnosis? _last;

    /// <summary>Null before the first.</summary>
    public Diagnosis? Last => Volatile.Read(ref _last);

    public bool IsRunning => _one.CurrentCount == 0;

    /// <summary>After each examination, on the thread that made it.</summary>
    public event Action<Diagnosis>? Examined;

    /// <summary>A fresh look. Who asks while one is made waits for that one, which may have begun before a change, and then makes its own.</summary>
    public async Task<Diagnosis> RunAsync(CancellationToken cancel)
    {
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        bound.CancelAfter(s_bound);
        await _one.WaitAsync(bound.Token);
        try
        {
            var diagnosis = await examination.RunAsync(subjects.Now(), bound.Token);
            Volatile.Write(ref _last, diagnosis);
            Examined?.Invoke(diagnosis);
            return diagnosis;
        }
        finally
        {
            _one.Release();
        }
    }

    public async Task<Diagnosis> LastOrRunAsync(CancellationToken cancel) => Last ?? await RunAsync(cancel);

    public void Dispose() => _one.Dispose();
}
