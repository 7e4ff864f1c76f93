#!/usr/bin/env node
require('../dist/process').runProcess();
