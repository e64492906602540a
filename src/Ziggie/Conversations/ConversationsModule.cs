using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Ziggie.Feeds;

namespace Ziggie.Conversations;

/// <summary>Conversations with models, kept and searched, with answers that are written on the server. Needs a database, the front door and the feeds.</summary>
public static class ConversationsModule
{
    public static IServiceCollection AddConversations(this IServiceCollection services)
    {
        services.TryAddSingleton(new ConversationLimits());
        services.AddSingleton<ConversationStore>();
        services.AddSingleton<TurnStore>();
        services.AddSingleton<AnswerStore>();
        services.AddSingleton<ConversationNews>();
        services.AddSingleton<Generations>();
        services.AddSingleton<PromptBuilder>();
        services.AddSingleton<GenerationRunner>();
        services.AddSingleton<ConversationReader>();
        services.AddSingleton<ConversationService>();
        services.AddSingleton<IFeedTopic, ConversationTopic>();
        services.AddSingleton<IFeedTopic, ConversationListTopic>();
        services.AddHostedService(s => s.GetRequiredService<GenerationRunner>());
        services.AddHostedService<OrphanSweep>();
        services.Configure<JsonOptions>(o => o.SerializerOptions.TypeInfoResolverChain.Insert(0, ConversationsJson.Default));
        return services;
    }

    public static IEndpointRouteBuilder MapConversations(this IEndpointRouteBuilder routes)
    {
        ConversationEndpoints.Map(routes);
        return routes;
    }
}
