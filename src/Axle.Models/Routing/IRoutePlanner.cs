namespace Axle.Models.Routing;

/// <summary>Orders everybody who could answer a request.</summary>
internal interface IRoutePlanner
{
    /// <summary>Makes the plan: the same request and options give the same one.</summary>
    /// <param name="request">What is asked, and of whom.</param>
    /// <param name="complexity">How hard the question is, where the model is left to that.</param>
    /// <exception cref="AxleException"><see cref="ErrorKind.NotFound"/>: the request names a provider that does not exist.</exception>
    RoutePlan Plan(ModelRequest request, QueryComplexity complexity);
}
