using System.Diagnostics;

namespace Ziggie.Usage.Metrics;

/// <summary>Writes how the process itself does, and its usage journal.</summary>
internal sealed class ProcessExposition(UsageJournal journal)
{
    public void Write(PrometheusText text)
    {
        using var process = Process.GetCurrentProcess();
        One(text, "process_cpu_seconds_total", "counter", "Processor time, user and system.", process.TotalProcessorTime.TotalSeconds);
        One(text, "process_resident_memory_bytes", "gauge", "Resident memory.", process.WorkingSet64);
        One(text, "process_start_time_seconds", "gauge", "Start, Unix time.", new DateTimeOffset(process.StartTime).ToUnixTimeMilliseconds() / 1000.0);
        One(text, "process_threads", "gauge", "Threads of the operating system.", process.Threads.Count);
        One(text, "dotnet_threadpool_threads", "gauge", "Threads of the thread pool.", ThreadPool.ThreadCount);
        One(text, "dotnet_threadpool_queue_length", "gauge", "Work waiting for a thread.", ThreadPool.PendingWorkItemCount);
        One(text, "dotnet_gc_heap_bytes", "gauge", "Managed memory in use.", GC.GetTotalMemory(false));
        One(text, "dotnet_gc_allocated_bytes_total", "counter", "Managed memory ever allocated.", GC.GetTotalAllocatedBytes());
        One(text, "dotnet_gc_pause_seconds_total", "counter", "Time that collections stopped the program.", GC.GetTotalPauseDuration().TotalSeconds);
        text.Family("dotnet_gc_collections_total", "counter", "Collections by generation.");
        for (var generation = 0; generation <= GC.MaxGeneration; generation++) text.Sample("dotnet_gc_collections_total", $"generation=\"{generation}\"", GC.CollectionCount(generation));
        One(text, "ziggie_usage_records_lost_total", "counter", "Usage records that could not be kept since the disk refused them for too long.", journal.Lost);
        One(text, "ziggie_usage_journal_ok", "gauge", "1 where the usage journal can be written.", journal.Trouble is null ? 1 : 0);
    }

    private static void One(PrometheusText text, string name, string type, string help, double value)
    {
        text.Family(name, type, help);
        text.Sample(name, "", value);
    }
}
