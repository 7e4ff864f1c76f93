#!/usr/bin/env node
const { runProcess } = require('../dist/process');

runProcess();
