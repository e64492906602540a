using Microsoft.AspNetCore.Http;
using Ziggie.Models;
using Ziggie.Models.Pulls;

namespace Ziggie.Gateway.Library;

/// <summary>Pulls and deletes models of this machine's own folder, for callers who speak as Ollama does.</summary>
internal sealed class LocalLibrary(PullService pulls, ModelRemoval removal)
{
    public bool Has(string model) => removal.Has(model);

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

    public void Delete(string model)
    {
        try
        {
            if (!removal.Remove(model)) throw new LibraryException(StatusCodes.Status404NotFound, $"model '{model}' not found");
        }
        catch (PullException e)
        {
            throw new LibraryException(Status(e.Fault), e.Message, e);
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
