namespace Axle.Identity.Ports;

/// <summary>Port: all that is known of who may do what. One conformance suite holds every store to it.</summary>
public interface IIdentityStore : IUserStore, ISessionStore, IPasskeyStore, IApiKeyStore, ITenantStore, IAuditStore;
