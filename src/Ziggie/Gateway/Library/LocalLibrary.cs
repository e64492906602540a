using Microsoft.AspNetCore.Http;
using Ziggie.Models.Library;
using Ziggie.Models.Pulls;

namespace Ziggie.Gateway.Library;

/// <summary>Pulls and deletes models of this machine's own folder, for callers who speak as Ollama does.</summary>
internal sealed class LocalLibrary(PullService pulls, ModelLibrary library)
{
    /// <summary>Whether it could be deleted here.</summary>
    public bool Has(string model) => library.Find(model) is { IsReadOnly: false };

    public async Task PullAsync(HttpContext context, string model, LibraryRequest asked, CancellationToken cancel)
    {
        try
        {
            using var watched = await pulls.StartAsync(model, null, null, cancel);
            await PullReply.TellAsync(context, watched.Pull, asked.Stream, cancel);
        }
        catch (PullException e)
        {
            throw new LibraryException(Status(e.Fault), e.Message, e);
        }
    }

    public async Task DeleteAsync(string model, CancellationToken cancel)
    {
        try
        {
            await library.RemoveAsync(model, cancel);
        }
        catch (ModelLibraryException e)
        {
            var (status, message) = e.Fault switch
            {
                ModelLibraryFault.NotFound => (StatusCodes.Status404NotFound, $"model '{model}' not found"),
                ModelLibraryFault.ReadOnly => (StatusCodes.Status400BadRequest, e.Message),
                _ => (StatusCodes.Status500InternalServerError, e.Message),
            };
            throw new LibraryException(status, message, e);
        }
    }

    private static int Status(PullFault fault) => fault switch
    {
        PullFault.BadRequest => StatusCodes.Status400BadRequest,
        PullFault.Busy => StatusCodes.Status503ServiceUnavailable,
        // As Ollama tells whatever went wrong.
        _ => StatusCodes.Status500InternalServerError,
    };
}
