using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Ziggie.Models.Library;

/// <summary>
/// The models on this machine's disk, kept up to date in the background: at the system's news, and by a slow regular look. Reading the
/// list costs nothing.
/// </summary>
internal sealed partial class ModelLibrary : BackgroundService
{
    private readonly LibraryOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<ModelLibrary> _log;
    private readonly LibraryScan _scan;
    private readonly SemaphoreSlim _one = new(1, 1);
    private readonly TaskCompletionSource _firstLook = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // One hint is enough however many changes it stands for.
    private readonly Channel<bool> _news = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    private LibraryLook _look = LibraryLook.Nothing;
    private IReadOnlyList<LocalModel> _current = [];

    public ModelLibrary(LibraryOptions options, TimeProvider time, ILogger<ModelLibrary> log)
    {
        (_options, _time, _log) = (options, time, log);
        _scan = new LibraryScan(options, time);
    }

    /// <summary>All models by name, those with a problem among them. A snapshot: it never changes.</summary>
    public IReadOnlyList<LocalModel> Current => Volatile.Read(ref _current);

    /// <summary>Done once the disk has been looked at for the first time.</summary>
    public Task FirstLook => _firstLook.Task;

    /// <summary>Deletes files of a store that no model names any more; a pull may want some spared.</summary>
    public Action<IReadOnlyList<string>> DeleteBlobs { get; set; } = paths =>
    {
        foreach (var path in paths) File.Delete(path);
    };

    /// <summary>The list is another. Called on a background thread; a handler must not wait for the library.</summary>
    public event Action<IReadOnlyList<LocalModel>>? Changed;

    /// <summary>How many files were really read so far.</summary>
    internal int Reads => _scan.Infos.Reads;

    /// <summary>By its name, also without <c>:latest</c>; null where there is none.</summary>
    public LocalModel? Find(string name) => Current.FirstOrDefault(m => m.Name == name) ?? Current.FirstOrDefault(m => m.Name == $"{name}:latest");

    /// <summary>Looks now.</summary>
    public Task RefreshAsync(CancellationToken cancel) => RefreshAsync(null, cancel);

    /// <summary>Looks now for a model that has just come and is known to be complete: its file need not have rested for a while.</summary>
    public async Task RefreshAsync(string? whole, CancellationToken cancel)
    {
        await _one.WaitAsync(cancel);
        try
        {
            await Task.Run(() => Look(whole, cancel), cancel);
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>Deletes a model's files.</summary>
    /// <exception cref="ModelLibraryException">There is none of that name, or it stays.</exception>
    public async Task RemoveAsync(string name, CancellationToken cancel)
    {
        await _one.WaitAsync(cancel);
        try
        {
            await Task.Run(
                () =>
                {
                    Look(null, cancel);
                    var model = Find(name) ?? throw new ModelLibraryException(ModelLibraryFault.NotFound, $"There is no model {name} on this machine's disk.");
                    LibraryRemoval.Remove(_look.Found.First(f => f.Model.Name == model.Name), DeleteBlobs);
                    LogRemoved(model.Name);
                    Look(null, CancellationToken.None);
                },
                cancel);
        }
        finally
        {
            _one.Release();
        }
    }

    public override void Dispose()
    {
        _firstLook.TrySetCanceled();
        _one.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var watch = new LibraryWatch(() => _news.Writer.TryWrite(true));
        try
        {
            // So that people find where to put their files.
            await Task.Run(() => Prepare(_options.Folder()), stoppingToken);
            while (true)
            {
                await LookAsync(watch, stoppingToken);
                _firstLook.TrySetResult();
                await WaitAsync(Volatile.Read(ref _look).IsSettling ? _options.Settle : _options.RescanEvery, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
    }

    private async Task LookAsync(LibraryWatch watch, CancellationToken stop)
    {
        try
        {
            // First, so that nothing falls between looking and watching.
            watch.Follow(_scan.Places());
            await RefreshAsync(stop);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            LogFailed(e);
        }
    }

    /// <summary>Until the system has news or the time is up.</summary>
    private async Task WaitAsync(TimeSpan most, CancellationToken stop)
    {
        using var limit = new CancellationTokenSource(most, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stop);
        try
        {
            await _news.Reader.ReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return;
        }
        await Task.Delay(_options.Gather, _time, stop);
        _news.Reader.TryRead(out _);
    }

    private void Look(string? whole, CancellationToken cancel)
    {
        var before = _current;
        var look = _scan.Look(whole, cancel);
        Volatile.Write(ref _look, look);
        List<LocalModel> now = [.. look.Found.Select(f => f.Model)];
        if (now.Count == before.Count && now.Zip(before).All(pair => pair.First.IsSame(pair.Second))) return;
        Volatile.Write(ref _current, now);
        foreach (var model in now.Where(m => m.Problem is not null && before.FirstOrDefault(b => b.Name == m.Name)?.Problem != m.Problem)) LogProblem(model.Name, model.Problem!);
        try
        {
            Changed?.Invoke(now);
        }
        catch (Exception e)
        {
            LogHandler(e);
        }
    }

    private void Prepare(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            LogNoFolder(folder, e.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Deleted {Model}")]
    private partial void LogRemoved(string model);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Model} on disk is not offered: {Problem}")]
    private partial void LogProblem(string model, string problem);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The models folder {Folder} cannot be made: {Reason}")]
    private partial void LogNoFolder(string folder, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "Looking for models on disk failed")]
    private partial void LogFailed(Exception e);

    [LoggerMessage(Level = LogLevel.Error, Message = "Telling of models on disk failed")]
    private partial void LogHandler(Exception e);
}
