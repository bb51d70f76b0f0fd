config = load("config.yaml")
envs = make_envs(config.env, config.num_envs)
agent = Agent(envs)
optimiser = Adam(agent.parameters(), lr=config.learning_rate)

step = 0
while step < config.total_steps:
    optimiser.lr = config.learning_rate * max(0.0, 1 - step / config.schedule_steps)
    batch = collect(envs, agent, config.rollout)
    step += config.num_envs * config.rollout
    losses = agent.update(batch, optimiser, entropy_coef=config.entropy_coef)
    log(config.log_dir, step, losses)
    if step % config.eval_every < config.num_envs * config.rollout:
        log(config.log_dir, step, evaluate(agent, config.env))
    if config.save_every and step % config.save_every == 0:
        save(agent, config.log_dir)
