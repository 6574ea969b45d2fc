using Axle.Models.Configuration;
using Microsoft.Extensions.AI;

namespace Axle.Models.Providers;

/// <summary>Speaks one provider's protocol. Clients throw <see cref="AxleException"/> only; they never retry, the workflow engine does.</summary>
public interface IModelProvider
{
    /// <summary>Names and defaults.</summary>
    ProviderDescription Description { get; }

    /// <summary>Makes a client for one model. Opens no connection yet. The caller disposes it.</summary>
    /// <param name="options">Address, key and time limit.</param>
    /// <param name="model">The model's name.</param>
    /// <param name="time">The clock.</param>
    IChatClient Connect(ProviderOptions options, string model, TimeProvider time);

    /// <summary>Makes a client that turns texts into vectors; null when this provider has none. The caller disposes it.</summary>
    /// <param name="options">Address, key and time limit.</param>
    /// <param name="model">The model's name.</param>
    /// <param name="time">The clock.</param>
    IEmbeddingGenerator<string, Embedding<float>>? ConnectEmbeddings(ProviderOptions options, string model, TimeProvider time) => null;

    /// <summary>Asks for the list of models: whether address and key are right, without spending tokens. Null when this provider has no such list.</summary>
    /// <param name="options">Address, key and time limit; at most 20 seconds are waited.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Fires when nobody waits any more.</param>
    /// <exception cref="AxleException">As of a call: the provider is not reached, or refuses the key.</exception>
    Task<ProviderHealth?> CheckHealthAsync(ProviderOptions options, TimeProvider time, CancellationToken cancellationToken) =>
        Task.FromResult<ProviderHealth?>(null);
}
